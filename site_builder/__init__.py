"""Publishes a township's bulletin: Markdown items in, a static site by community and by date out."""

__version__ = "0.1.0"
