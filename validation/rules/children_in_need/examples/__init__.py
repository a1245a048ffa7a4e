"""Examples of the children in need rules, one module for each module of rules."""
