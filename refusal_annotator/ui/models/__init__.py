"""Qt models, one for each list and table."""
