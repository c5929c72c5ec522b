"""A site made with Hugo -> its items and addresses."""
