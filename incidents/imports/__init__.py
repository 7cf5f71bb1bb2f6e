"""What brings records in from outside: through `dispatch`, like everything else."""
