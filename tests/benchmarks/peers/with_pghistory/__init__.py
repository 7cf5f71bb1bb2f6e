"""django-pghistory: a table of events beside each model, written by triggers. PostgreSQL only."""
