"""The rule engine, the rules and the command line (pure: no Django), and beside them the stored runs and findings."""
