"""A site made with Eleventy -> its items and addresses."""
