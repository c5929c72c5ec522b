"""Taking a page or file down for good: what goes with it, the release without it, and whether anything is left."""
