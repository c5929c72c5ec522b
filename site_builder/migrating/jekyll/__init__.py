"""A site made with Jekyll -> its items and addresses."""
