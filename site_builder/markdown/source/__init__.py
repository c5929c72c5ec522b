"""A body as people type it -> Markdown that the library reads as it was meant; converts nothing itself."""
