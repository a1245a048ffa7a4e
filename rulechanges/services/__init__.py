"""What happens behind the pages of rule changes."""
