"""Bodies written for other generators -> Markdown as it is read here."""
