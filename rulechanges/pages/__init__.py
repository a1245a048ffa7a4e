"""The pages of rule changes, for DfE staff."""
