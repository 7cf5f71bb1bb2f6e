"""What the benchmarks of the API run under gunicorn: the tracker, and beside it plain REST framework on its rows."""
