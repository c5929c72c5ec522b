"""Pictures that stand together in a body, with no word between them, become a gallery; looks no picture up."""

import re

from site_builder.markdown.link_placeholders import ATTRIBUTES, IN_GALLERY

PICTURE = f"<img{ATTRIBUTES}>"
BREAK = r"\s*(?:<br>\s*)?"
# Two pictures in a paragraph, or three paragraphs of one.
TOGETHER = re.compile(rf"<p>((?:{PICTURE}{BREAK}){{2,}})</p>")
IN_A_ROW = re.compile(rf"(?:<p>{PICTURE}</p>\s*){{3,}}")
BETWEEN = re.compile(r"(?:<br>|</?p>|\s)+(?=<img|\Z)")


def mark_galleries(html: str) -> str:
    """Mark the galleries of a body, and the pictures in them."""
    if html.count("<img") == 1:
        return html
    return IN_A_ROW.sub(lambda f: make_gallery(f[0]), TOGETHER.sub(lambda f: make_gallery(f[1]), html))


def make_gallery(pictures: str) -> str:
    """Write a gallery of pictures."""
    inner = BETWEEN.sub("", pictures).removeprefix("<p>").replace("<img", f"<img{IN_GALLERY}")
    return f'<p class="gallery">{inner}</p>\n'
