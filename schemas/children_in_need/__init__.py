"""Children in need census: declarations and reference data."""
