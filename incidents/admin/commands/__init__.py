"""Forms that send commands: what every add and change page of the admin is made of."""
