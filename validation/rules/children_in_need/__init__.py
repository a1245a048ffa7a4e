"""The rules of the children in need census, one module for each part of the return."""
