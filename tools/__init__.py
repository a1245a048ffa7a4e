"""Scripts for those who work on the portal; nothing here is needed to run it."""
