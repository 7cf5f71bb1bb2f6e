"""Writing: one address for each command, and `batch/` for many of them at once. All go through `dispatch`."""
