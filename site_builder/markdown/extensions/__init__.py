"""What Markdown has here beside the library and its extensions."""
