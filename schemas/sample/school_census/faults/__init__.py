"""Faults of the school census, by block of the return; ``book`` holds them all."""
