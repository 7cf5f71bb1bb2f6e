"""django-reversion: whole rows as JSON, gathered in revisions."""
