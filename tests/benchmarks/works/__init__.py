"""The works, one module each; a work returns its Figure. What they check beside is in `correctness`."""
