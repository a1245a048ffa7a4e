"""What anybody may read without signing in: the rules, what changed in them, and the data dictionary. No models."""
