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
from site_builder.preview.desk import EditorsDesk
from site_builder.preview.pending_changes import PendingChanges
from site_builder.problem import Problem, Translate, format_problem, has_errors

HERE = Path(__file__).parent
# Addresses of our own: nothing of a site begins with an underscore.
PREVIEW_PREFIX = "/_preview/"
CSS = "text/css; charset=utf-8"
PREVIEW_FILES = {"preview.js": "text/javascript; charset=utf-8", "preview.css": CSS, "desk.css": CSS}
# The editors' desk, and the path that it would have were it an output: none begins with an underscore.
DESK, DESK_PATH = "/_desk/", "_desk/index.html"
# A stylesheet of the theme: its digest changes with every change of it, in every page.
STYLESHEET = re.compile(rb"(/assets/[^\"'\s?#]*)\.[0-9a-f]{10}\.css\b")
LINK = re.compile(rb"href=[\"']([^\"'#?]+)")
BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)


class PreviewState(Struct, frozen=True, kw_only=True):
    """What the last build came to, as far as browsers are told of it; `number` grows with every build.

    `base` is the base path; `origins` has the source of each page that has one, by output path, `page_hrefs` the href
    of the first page of each source; `link_badges` and `banners` say by href what is unpublished, for links and for its
    own page; `styles` are the hrefs of the theme's stylesheets, `changed` those of files that pages show;
    `last_good_pages` are last good pages of drafts that are broken now; `desk_content` is what lies on the editors'
    desk, `render_desk` writes its page, `pending_changes` is what a publish would change, None where that was not
    looked at.
    """

    number: int = 0
    base: str = "/"
    origins: dict[str, str] = {}
    page_hrefs: dict[str, str] = {}
    link_badges: dict[str, str] = {}
    banners: dict[str, str] = {}
    styles: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    last_good_pages: dict[str, bytes] = {}
    desk_content: EditorsDesk = EditorsDesk()
    render_desk: Callable[["PreviewState"], bytes] | None = None
    pending_changes: tuple[PendingChanges, ...] | None = None


class PageResponse(Struct, frozen=True):
    """The answer to a path: a page's bytes, a file to send, or where to go instead; `path` is below the output."""

    status: HTTPStatus
    path: str = ""
    data: bytes | None = None
    file: Path | None = None
    location: str = ""


def find_response(output: Path, state: PreviewState, target: str) -> PageResponse:
    """Find what a request's target means: the desk, or an output."""
    path = target.partition("?")[0]
    if path in {DESK, DESK[:-1]} and state.render_desk:
        return make_page(DESK_PATH, state.render_desk(state))
    return find_output(output, state, path)


def find_output(output: Path, state: PreviewState, requested: str) -> PageResponse:
    """Find an output; nothing outside of their folder, no link, no name that begins with a dot."""
    if requested != state.base and requested in {"/", state.base[:-1]}:
        return PageResponse(HTTPStatus.FOUND, location=state.base)
    parts = split_path(requested, state.base)
    if parts is None:
        return find_not_found_page(output, state, ())
    path = "/".join(parts)
    file = resolve_output(output, parts)
    if file is not None and file.is_dir():
        if parts and parts[-1]:
            return PageResponse(HTTPStatus.MOVED_PERMANENTLY, location=state.base + quote(path) + "/")
        path += "index.html"
        file = resolve_output(output, tuple(path.split("/")))
    elif path.endswith("/"):
        path += "index.html"
    if file is not None and file.is_file():
        return PageResponse(HTTPStatus.OK, path, file=file) if not is_page(path) else make_page(path, file.read_bytes())
    return (
        make_page(path, state.last_good_pages[path])
        if path in state.last_good_pages
        else find_not_found_page(output, state, parts)
    )


def split_path(target: str, base: str) -> tuple[str, ...] | None:
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


def resolve_output(output: Path, parts: tuple[str, ...]) -> Path | None:
    """Give the file or folder of a path below the output; None where there is none, or a link on the way."""
    root = output.resolve()
    wanted = root.joinpath(*parts)
    try:
        return wanted if wanted.resolve(strict=True) == wanted else None
    except OSError:
        return None


def find_not_found_page(output: Path, state: PreviewState, parts: tuple[str, ...]) -> PageResponse:
    """Give the nearest 404 page of a path; before the first good build a page that waits for it."""
    for n in range(len(parts), -1, -1):
        file = resolve_output(output, (*parts[:n], urls.NOT_FOUND))
        if file is not None and file.is_file():
            return PageResponse(HTTPStatus.NOT_FOUND, urls.NOT_FOUND, file.read_bytes())
    status = HTTPStatus.NOT_FOUND if state.number and not is_broken(state) else HTTPStatus.SERVICE_UNAVAILABLE
    return PageResponse(status, urls.NOT_FOUND, (HERE / "waiting.html").read_bytes())


def is_broken(state: PreviewState) -> bool:
    """Tell whether the last build came to nothing."""
    return has_errors(state.problems) or bool(state.failure)


def is_page(path: str) -> bool:
    """Tell whether an output is a page, on which something may stand."""
    return path.endswith(".html")


def make_page(path: str, data: bytes) -> PageResponse:
    """Give a page."""
    return PageResponse(HTTPStatus.OK, path, data)


def compute_version(response: PageResponse) -> str:
    """Tell one state of a page from another; which stylesheets it names does not matter, they are swapped."""
    same = STYLESHEET.sub(rb"\1.css", response.data or b"")
    return blake2b(b"%d %s" % (response.status, same), digest_size=8).hexdigest()


def make_page_state(state: PreviewState, response: PageResponse, say: Translate) -> dict[str, object]:
    """Give what `preview.js` is told of a page: its version, and what stands on top of it, in words.

    The Problems of the page's own source; those of files that have no page; where the errors of other pages are.
    """
    origin = state.origins.get(response.path, "") if response.status == HTTPStatus.OK else ""
    owners = [(find_owner(each.path, state.page_hrefs), each) for each in state.problems]
    own = [each for source, each in owners if source and source == origin]
    lost = [each for source, each in owners if not source]
    elsewhere = {source for source, each in owners if source and source != origin and each.severity == "error"}
    at_desk = response.path == DESK_PATH
    if at_desk:  # it has them all
        own, lost, elsewhere = [], [], set()
    href = format_href(state.base, response.path) if response.status == HTTPStatus.OK else ""
    stale = is_broken(state)
    links = set() if at_desk else {each.decode(errors="replace") for each in LINK.findall(response.data or b"")}
    return {
        "number": state.number,
        "version": compute_version(response),
        "styles": state.styles,
        "changed": state.changed,
        "banner": state.banners.get(href, ""),
        "marks": {each: state.link_badges[each] for each in sorted(links & state.link_badges.keys())},
        "failure": state.failure,
        "problems": [to_problem_record(p, say) for p in (*own, *(p for p in lost if p.severity == "error"))],
        "more": [to_problem_record(p, say) for p in lost if p.severity != "error"],
        "elsewhere": [{"name": source, "href": state.page_hrefs[source]} for source in sorted(elsewhere)],
        "open": response.status != HTTPStatus.OK,
        "desk": "" if at_desk or not state.render_desk else DESK,
        "words": {
            "title": say("Preview"),
            "desk": say("Desk"),
            "stale": say("This is the last good state; nothing is built until the errors are mended.") if stale else "",
            "elsewhere": say("Errors on other pages:"),
            "more": say("Warnings about files that have no page"),
            "waiting": say("The first build is running.") if not state.number else "",
        },
    }


def format_href(base: str, path: str) -> str:
    """Give the href of an output."""
    return urls.make_href(base, "/" + (path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path))


def find_owner(path: str, origins: Container[str]) -> str:
    """Give the source of the page that a file belongs to: itself, or the item in whose folder it lies."""
    if path in origins:
        return path
    folder = path.rpartition("/")[0]
    while folder.count("/") > 1:
        if f"{folder}/index.md" in origins:
            return f"{folder}/index.md"
        folder = folder.rpartition("/")[0]
    return ""


def to_problem_record(each: Problem, say: Translate) -> dict[str, str]:
    """Put a Problem into words as on a terminal: its first line, then the source line with caret and hint."""
    first, _, rest = format_problem(each, say).partition("\n")
    return {"severity": each.severity, "line": first, "source": rest}


def insert_state(data: bytes, state: dict[str, object]) -> bytes:
    """Put what is told of a page, and the script that shows it, into the page."""
    text = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    scripts = (
        f'<script type="application/json" id="bulletin-preview">{text}</script>'
        f'<script src="{PREVIEW_PREFIX}preview.js" defer></script>'
    ).encode()
    start = BODY.search(data)
    at = start.end() if start else len(data)
    return data[:at] + scripts + data[at:]
