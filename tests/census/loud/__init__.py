"""A portal with pages and a task that fail with personal data in their words."""
