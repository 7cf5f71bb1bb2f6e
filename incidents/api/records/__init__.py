"""Records as the API writes them: rows of the read models, with names for what they refer to."""
