"""The data dictionary: items, code sets, record layouts, the XSDs made from them, and reading a file into tables."""
