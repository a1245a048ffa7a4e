"""School census: declarations and reference data."""
