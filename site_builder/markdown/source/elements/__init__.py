"""HTML within a body as people type it -> edits by which it is read as it was meant."""
