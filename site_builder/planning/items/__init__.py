"""The page of each item, and what stands on it."""
