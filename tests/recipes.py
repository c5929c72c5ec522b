"""The recipes of docs/theming.md: what each section has one write, and into which files; builds nothing."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECTION = re.compile(r"^## (?P<heading>.+)\n(?P<text>(?:(?!^## ).*\n?)*)", re.MULTILINE)
# The name of a file in a line of its own, then what is written into it.
FILE = re.compile(r"^`(?P<path>[^`\n]+)`:\n\n```\w*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def read_recipes(document: str = "docs/theming.md") -> dict[str, dict[str, str]]:
    """Give, by heading, the files that a section has one write; sections without any are left out."""
    text = (ROOT / document).read_text("utf-8")
    found = {
        section["heading"]: {each["path"]: each["text"] for each in FILE.finditer(section["text"])}
        for section in SECTION.finditer(text)
    }
    return {heading: files for heading, files in found.items() if files}
