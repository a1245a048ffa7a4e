"""The portal from end to end, in a real browser, with a real worker."""
