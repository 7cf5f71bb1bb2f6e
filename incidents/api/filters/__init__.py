"""Which query parameters each list takes, and what form they have; what they mean is in `readmodels.filters`."""
