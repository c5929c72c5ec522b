"""Templates compiled to quicker code than Jinja makes, with the same output."""
