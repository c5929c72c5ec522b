"""The text about an address -> its words without marks of Markdown and HTML, and the head of the table it is in."""

from site_builder.late_patterns import compile_late

CELL = compile_late(r"</?(?:td|th|tr|br|p|li|div|dt|dd)\b[^<>]*>")
MARK = compile_late(r"</?[a-z]+\b[^<>]*>|\*\*|__|[`\[\]]")


def remove_marks(text: str) -> str:
    """Give what is read of a text."""
    if "<" in text:
        text = CELL.sub("|", text)
    return MARK.sub("", text)


QUOTE_SIGN = compile_late("[\"“”«»*'‘’<>_]")
QUOTE = compile_late(
    r"[\"“”«»*]|(?<![A-Za-z0-9])['‘](?=[A-Z0-9]|\Z)|(?<=[A-Za-z0-9])['’](?=[,;|\t]|\Z)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<![A-Za-z])[<>](?=[A-Z0-9\s]|\Z)"
)


def remove_quotes(text: str) -> str:
    """Give what is read of a text in Latin letters, without the quotation marks about its names and cells too."""
    text = remove_marks(text)
    return QUOTE.sub("", text) if QUOTE_SIGN.search(text) else text


FAR, LONGEST_HEAD = 20_000, 400
# What ends the block at the head of a file.
BLOCK_END = "\n---\n"


def get_head(text: str, at: int) -> str:
    """Give the first line of the lines without a gap in which a place lies, if it lies in another."""
    gap = text.rfind("\n\n", max(0, at - FAR), at)
    block = text.rfind(BLOCK_END, max(0, gap, at - FAR), at)
    first = block + len(BLOCK_END) if block >= 0 else gap + 2 if gap >= 0 else 0
    end = text.find("\n", first, first + LONGEST_HEAD)
    return text[first:end] if 0 <= end < at else ""
