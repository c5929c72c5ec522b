"""Tells from the stamps of files alone that nothing changed since a build, and repeats what was said then."""
