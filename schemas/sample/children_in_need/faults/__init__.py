"""Faults of the children in need census, by what they are about; ``book`` holds them all."""
