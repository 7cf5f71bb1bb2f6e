"""The REST API: everything that the desk can read or do, for programs. `urls` is what `tracker.urls` shows."""
