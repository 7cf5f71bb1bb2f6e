"""The packages that a Django user would otherwise pick, each keeping the history of the same models."""
