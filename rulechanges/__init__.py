"""Rules that change while a collection runs: patches proposed by one person and confirmed by another, and previews."""
