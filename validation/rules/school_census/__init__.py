"""The rules of the school census, one module for each part of the return."""
