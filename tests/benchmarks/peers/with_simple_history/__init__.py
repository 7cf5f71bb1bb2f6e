"""django-simple-history: a table of history beside each model, written by signals."""
