"""The pages of collections and returns: each fetches in scope, calls a selector or an action, and renders."""
