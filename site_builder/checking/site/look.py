"""What is wrong with the files by which a site looks like itself: logo, stylesheet, fonts, if they are there."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from site_builder import urls
from site_builder.checking.site.design import make_design_problem
from site_builder.checking.source_places import read_site_file
from site_builder.decoding import find_place
from site_builder.model import Attachment
from site_builder.problem import Problem, make_problem
from site_builder.site.organise import Site

# What everybody has to load before the name of the site is seen; and letters, on a slow line for some two seconds.
MOST_LOGO_BYTES, MOST_FONT_BYTES = 60 << 10, 150 << 10
# What files of letters begin with (WOFF 2, WOFF, OpenType 1.9).
FONT_MARKS = (b"wOF2", b"wOFF", b"\0\1\0\0", b"OTTO", b"true")
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
REFERENCE = re.compile(
    r"""@import\s+(?:url\()?\s*['"]?(?P<sheet>[^'")\s;]*)|\burl\(\s*['"]?(?P<file>[^'")]*)""", re.IGNORECASE
)


def check_look(site: Site, folder: Path) -> Iterator[Problem]:
    """Find what keeps them from being of use."""
    design, look = site.config.design, site.look
    for key, nth, path in design.list_page_files():
        file = look.get(path)
        if file is None:
            continue
        if key in {"theme.logo", "theme.logo_dark"}:
            yield from check_logo(file, key, folder)
        elif key == "theme.stylesheet":
            yield from check_stylesheet(file, site, folder)
        elif not is_font(folder / "content" / path):
            message, hint = "{file} is no font that browsers read", "put a .woff2 file there"
            yield make_design_problem(folder, key, message, hint, nth=nth, file=path)
    yield from check_font_weight(site, folder)


def check_logo(file: Attachment, key: str, folder: Path) -> Iterator[Problem]:
    """Find why a logo cannot be shown, or takes long to come."""
    if not file.width or not file.height:
        message, hint = "the drawing {file} does not say how large it is", 'write viewBox="0 0 320 56" in its <svg>'
        yield make_design_problem(folder, key, message, hint, file=file.path)
    if file.size > MOST_LOGO_BYTES:
        message = "the logo has {size} KiB, and every reader loads it: more than {most} KiB"
        hint = "save it as SVG, or with fewer pixels: it is shown 56 pixels high"
        sizes = {"size": file.size >> 10, "most": MOST_LOGO_BYTES >> 10}
        yield make_design_problem(folder, key, message, hint, severity="warning", **sizes)


def check_font_weight(site: Site, folder: Path) -> Iterator[Problem]:
    """Find fonts of which a page may load more than is soon there: all that have no range, and the largest that has."""
    fonts = [(each, site.look[each.file].size) for each in site.config.design.fonts if each.file in site.look]
    always = sum(size for each, size in fonts if not each.unicode_range)
    size = always + max((size for each, size in fonts if each.unicode_range), default=0)
    if size > MOST_FONT_BYTES:
        message = "a page loads up to {size} KiB of fonts, more than {most} KiB: on a slow line its letters change late"
        hint = "keep the characters that the site needs, as .woff2, in files that unicode_range divides"
        sizes = {"size": size >> 10, "most": MOST_FONT_BYTES >> 10}
        yield make_design_problem(folder, "theme.fonts", message, hint, severity="warning", **sizes)


def is_font(file: Path) -> bool:
    """Tell whether a file begins like a font."""
    with file.open("rb") as stream:
        return stream.read(4) in FONT_MARKS


def check_stylesheet(file: Attachment, site: Site, folder: Path) -> Iterator[Problem]:
    """Find what a stylesheet refers to and that is not there: it is published in another folder than it lies in."""
    path = f"content/{file.path}"
    text = read_site_file(folder, path)
    bare = COMMENT.sub(lambda found: " " * len(found[0]), text)
    for found in REFERENCE.finditer(bare):
        name = "sheet" if found["sheet"] is not None else "file"
        written = found[name].strip()
        at = find_place(path, text, found.start(name))
        parts = split_reference(written)
        if parts is None or parts.scheme == "data" or (not parts.path and not parts.netloc):
            continue
        if parts.netloc or parts.scheme:
            message = "the stylesheet loads something from {host}, which is then told of every reader"
            hint = "put the file into content/static/ and write its address on this site"
            yield make_problem("warning", "link", at, message, hint, host=parts.netloc or parts.scheme)
            continue
        address = find_address(unquote(parts.path), site)
        if address not in site.occupied:
            message = 'the stylesheet refers to "{file}", which is no file of this site'
            hint = "did you mean {guess}?" if (guess := guess_href(written, file, site)) else "write it as {example}"
            example = urls.make_href(site.config.base_path, "/picture.png")
            yield make_problem("error", "link", at, message, hint, file=written, guess=guess, example=example)


def split_reference(written: str) -> SplitResult | None:
    """Divide an address; None for what is none."""
    try:
        return urlsplit(written)
    except ValueError:
        return None


def find_address(path: str, site: Site) -> str:
    """Give the address of the file that an href means; "" for none: those from here on lead to nothing."""
    base = site.config.base_path
    return "/" + path.removeprefix(base) if path.startswith(base) and path.startswith("/") else ""


def guess_href(written: str, file: Attachment, site: Site) -> str:
    """Give the href of the file that would be meant if it were looked for where the stylesheet lies."""
    near = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), written.lstrip("/")))
    for path in (near, f"static/{near}"):
        if site.addresses.get(path):
            return urls.make_href(site.config.base_path, site.addresses[path])
    return ""
