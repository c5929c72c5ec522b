"""Certain changes of texts as values, and what they do to the bytes of a file; finds none and writes none."""
