"""Searching for what no return can satisfy: for each kind of person, a record that passes every rule."""
