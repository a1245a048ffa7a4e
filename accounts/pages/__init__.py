"""The account pages that are more than a few lines."""
