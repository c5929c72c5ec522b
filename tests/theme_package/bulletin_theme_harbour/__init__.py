"""A theme: its templates are all that is taken of it, and nobody imports it."""

raise ImportError("a theme is never imported")
