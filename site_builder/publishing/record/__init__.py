"""What a release was made of, and which of that a folder has had; makes no page."""
