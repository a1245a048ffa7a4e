"""What another rule set, or a patch, would make appear and disappear: over stored tables, many returns in one frame."""
