"""What the work of a tracker costs, beside the bare driver and beside the usual packages; see README.md here."""
