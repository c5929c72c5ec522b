"""A Word file -> what it says, as Markdown, and what was lost on the way; runs no macro and follows no reference."""
