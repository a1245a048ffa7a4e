"""The rules, a package for each family of collections."""
