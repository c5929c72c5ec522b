"""Markdown -> safe HTML, its text and summary, and what was lost on the way; knows no item and no page."""
