"""Examples of the school census rules, one module for each module of rules."""
