"""What a browser gets for a path, and what stands on top of it; never writes a file, never changes a built page."""

import json
import re
from collections.abc import Callable, Container
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct

from site_builder import urls
from site_builder.preview.desk import Desk
from site_builder.preview.pending_changes import Against
from site_builder.problem import Problem, Translate, as_text, errors

HERE = Path(__file__).parent
# Addresses of our own: nothing of a site begins with an underscore.
OURS = "/_preview/"
CSS = "text/css; charset=utf-8"
OUR_FILES = {"preview.js": "text/javascript; charset=utf-8", "preview.css": CSS, "desk.css": CSS}
# The editors' desk, and the path that it would have were it an output: none begins with an underscore.
DESK, DESK_PATH = "/_desk/", "_desk/index.html"
# A stylesheet of the theme: its digest changes with every change of it, in every page.
STYLESHEET = re.compile(rb"(/assets/[^\"'\s?#]*)\.[0-9a-f]{10}\.css\b")
LINK = re.compile(rb"href=[\"']([^\"'#?]+)")
BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)


class Showing(Struct, frozen=True, kw_only=True):
    """What the last build came to, as far as browsers are told of it; `number` grows with every build.

    `base` is the base path; `origins` has the source of each page that has one, by output path, `homes` the href of the
    first page of each source; `marks` and `banners` say by href what is unpublished, for links and for its own page;
    `styles` are the hrefs of the theme's stylesheets, `changed` those of files that pages show; `kept` are last good
    pages of drafts that are broken now; `lies` is what lies on the editors' desk, `desk` writes its page,
    `against` is what a publish would change, None where that was not looked at.
    """

    number: int = 0
    base: str = "/"
    origins: dict[str, str] = {}
    homes: dict[str, str] = {}
    marks: dict[str, str] = {}
    banners: dict[str, str] = {}
    styles: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    kept: dict[str, bytes] = {}
    lies: Desk = Desk()
    desk: Callable[["Showing"], bytes] | None = None
    against: tuple[Against, ...] | None = None


class Found(Struct, frozen=True):
    """The answer to a path: a page's bytes, a file to send, or where to go instead; `path` is below the output."""

    status: HTTPStatus
    path: str = ""
    data: bytes | None = None
    file: Path | None = None
    location: str = ""


def locate(output: Path, showing: Showing, target: str) -> Found:
    """Find what a request's target means: the desk, or an output."""
    asked = target.partition("?")[0]
    if asked in {DESK, DESK[:-1]} and showing.desk:
        return page(DESK_PATH, showing.desk(showing))
    return among_outputs(output, showing, asked)


def among_outputs(output: Path, showing: Showing, asked: str) -> Found:
    """Find an output; nothing outside of their folder, no link, no name that begins with a dot."""
    if asked != showing.base and asked in {"/", showing.base[:-1]}:
        return Found(HTTPStatus.FOUND, location=showing.base)
    parts = segments(asked, showing.base)
    if parts is None:
        return missing(output, showing, ())
    path = "/".join(parts)
    file = inside(output, parts)
    if file is not None and file.is_dir():
        if parts and parts[-1]:
            return Found(HTTPStatus.MOVED_PERMANENTLY, location=showing.base + quote(path) + "/")
        path += "index.html"
        file = inside(output, tuple(path.split("/")))
    elif path.endswith("/"):
        path += "index.html"
    if file is not None and file.is_file():
        return Found(HTTPStatus.OK, path, file=file) if not is_page(path) else page(path, file.read_bytes())
    return page(path, showing.kept[path]) if path in showing.kept else missing(output, showing, parts)


def segments(target: str, base: str) -> tuple[str, ...] | None:
    """Divide a target below the base path in its names, decoded once; the last is "" for a folder.

    None for a target that is not below it, or that no output can have: dots, backslashes, encoded slashes, controls.
    """
    if not target.startswith(base) or "%2f" in target.lower():
        return None
    try:
        decoded = unquote(target[len(base) :], errors="strict")
    except UnicodeDecodeError:
        return None
    parts = tuple(decoded.split("/"))
    if any(not each or each.startswith(".") for each in parts[:-1]) or parts[-1].startswith("."):
        return None
    return None if re.search(r'[\\:*?"<>|\x00-\x1f\x7f]', decoded) else parts


def inside(output: Path, parts: tuple[str, ...]) -> Path | None:
    """Give the file or folder of a path below the output; None where there is none, or a link on the way."""
    root = output.resolve()
    wanted = root.joinpath(*parts)
    try:
        return wanted if wanted.resolve(strict=True) == wanted else None
    except OSError:
        return None


def missing(output: Path, showing: Showing, parts: tuple[str, ...]) -> Found:
    """Give the nearest 404 page of a path; before the first good build a page that waits for it."""
    for n in range(len(parts), -1, -1):
        file = inside(output, (*parts[:n], "404.html"))
        if file is not None and file.is_file():
            return Found(HTTPStatus.NOT_FOUND, "404.html", file.read_bytes())
    status = HTTPStatus.NOT_FOUND if showing.number and not is_broken(showing) else HTTPStatus.SERVICE_UNAVAILABLE
    return Found(status, "404.html", (HERE / "waiting.html").read_bytes())


def is_broken(showing: Showing) -> bool:
    """Tell whether the last build came to nothing."""
    return errors(showing.problems) or bool(showing.failure)


def is_page(path: str) -> bool:
    """Tell whether an output is a page, on which something may stand."""
    return path.endswith(".html")


def page(path: str, data: bytes) -> Found:
    """Give a page."""
    return Found(HTTPStatus.OK, path, data)


def version(found: Found) -> str:
    """Tell one state of a page from another; which stylesheets it names does not matter, they are swapped."""
    same = STYLESHEET.sub(rb"\1.css", found.data or b"")
    return blake2b(b"%d %s" % (found.status, same), digest_size=8).hexdigest()


def state(showing: Showing, found: Found, say: Translate) -> dict[str, object]:
    """Give what `preview.js` is told of a page: its version, and what stands on top of it, in words.

    The Problems of the page's own source; those of files that have no page; where the errors of other pages are.
    """
    origin = showing.origins.get(found.path, "") if found.status == HTTPStatus.OK else ""
    owners = [(owner(each.path, showing.homes), each) for each in showing.problems]
    own = [each for source, each in owners if source and source == origin]
    lost = [each for source, each in owners if not source]
    elsewhere = {source for source, each in owners if source and source != origin and each.severity == "error"}
    at_desk = found.path == DESK_PATH
    if at_desk:  # it has them all
        own, lost, elsewhere = [], [], set()
    href = href_of(showing.base, found.path) if found.status == HTTPStatus.OK else ""
    stale = is_broken(showing)
    links = set() if at_desk else {each.decode(errors="replace") for each in LINK.findall(found.data or b"")}
    return {
        "number": showing.number,
        "version": version(found),
        "styles": showing.styles,
        "changed": showing.changed,
        "banner": showing.banners.get(href, ""),
        "marks": {each: showing.marks[each] for each in sorted(links & showing.marks.keys())},
        "failure": showing.failure,
        "problems": [told(p, say) for p in (*own, *(p for p in lost if p.severity == "error"))],
        "more": [told(p, say) for p in lost if p.severity != "error"],
        "elsewhere": [{"name": source, "href": showing.homes[source]} for source in sorted(elsewhere)],
        "open": found.status != HTTPStatus.OK,
        "desk": "" if at_desk or not showing.desk else DESK,
        "words": {
            "title": say("Preview"),
            "desk": say("Desk"),
            "stale": say("This is the last good state; nothing is built until the errors are mended.") if stale else "",
            "elsewhere": say("Errors on other pages:"),
            "more": say("Warnings about files that have no page"),
            "waiting": say("The first build is running.") if not showing.number else "",
        },
    }


def href_of(base: str, path: str) -> str:
    """Give the href of an output."""
    return urls.href(base, "/" + (path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path))


def owner(path: str, origins: Container[str]) -> str:
    """Give the source of the page that a file belongs to: itself, or the item in whose folder it lies."""
    if path in origins:
        return path
    folder = path.rpartition("/")[0]
    while folder.count("/") > 1:
        if f"{folder}/index.md" in origins:
            return f"{folder}/index.md"
        folder = folder.rpartition("/")[0]
    return ""


def told(each: Problem, say: Translate) -> dict[str, str]:
    """Put a Problem into words as on a terminal: its first line, then the source line with caret and hint."""
    first, _, rest = as_text(each, say).partition("\n")
    return {"severity": each.severity, "line": first, "source": rest}


def with_state(data: bytes, told: dict[str, object]) -> bytes:
    """Put what is told of a page, and the script that shows it, into the page."""
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    ours = (
        f'<script type="application/json" id="bulletin-preview">{text}</script>'
        f'<script src="{OURS}preview.js" defer></script>'
    ).encode()
    start = BODY.search(data)
    at = start.end() if start else len(data)
    return data[:at] + ours + data[at:]
