"""Tells whether what somebody typed behind a link's words is the address of something; looks up no file."""

import re

from site_builder.late_patterns import compile_late

# A scheme, also one that is not published, a host, a path, a place on the page, a query, or the name of a file.
ADDRESS = compile_late(
    r"[A-Za-z][A-Za-z0-9+.-]+:[^\s\u3400-\u9fff]\S*|[Ww]{3}\.\S+|//\S+|[#?/]\S*|\.{1,2}/\S*"
    r"|[^\s:：]*\.[A-Za-z][A-Za-z0-9]{0,5}(?:[?#]\S*)?|[^\s:：]*[^\s:：/]/(?:[^\s:：]*)"
)
BRACKETED = compile_late(r"<[^<>]+>")
PICTURE = compile_late(r"\S+\.(?:jpe?g|png|gif|webp|avif|bmp|svg|heic)(?:[?#]\S*)?", re.IGNORECASE)


def is_address(written: str) -> bool:
    """Tell whether a text has the form of an address or of a file's path; in angle brackets anything has."""
    if written.startswith("<"):
        return BRACKETED.fullmatch(written) is not None
    return ADDRESS.fullmatch(written) is not None


def is_picture(written: str) -> bool:
    """Tell whether a text has the form of a picture's path or address."""
    return PICTURE.fullmatch(written) is not None
