"""Sample returns of the school census, every phase, term and year."""
