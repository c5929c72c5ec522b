"""Slugs and addresses: the only place that knows what a url looks like; never looks at a file.

An address starts and ends at the output's root (`/news/2024/visit/`); an href is an address below the base path.
"""

import re
import unicodedata
from functools import cache
from urllib.parse import quote, unquote, urlsplit

# Names that Windows keeps for devices, which can be no folder there.
DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))])
LONGEST_SLUG = 120
# Below this address stands what is made of pictures.
VARIANTS = "/assets/pictures/"
# What a release says of its files; its signature has `.sig` behind the name.
RELEASE_MANIFEST = "bulletin-manifest.json"
# What stands beside each list that can be subscribed to.
FEED, CALENDAR = "feed.xml", "events.ics"
# The first segments of lists that are of no registry, and of the printed months.
DATES, EVENTS, COMMITMENTS, CHANGES, FOLLOW, PRINT = "dates", "events", "commitments", "changes", "follow", "print"
NOT_FOUND = "404.html"
# What browsers and phones ask for at the root, what tells them of more, the picture by which a list or item is shared.
ICON, TOUCH_ICON, WEB_MANIFEST = "favicon.ico", "apple-touch-icon.png", "site.webmanifest"
SHARE_PICTURE = "share-1200x630.png"
# What begins the name of a column's introduction, and the names of what a folder in content/ itself says.
INTRODUCTION = "_index."
OWN_TEXT = re.compile(r"_?index(?:\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?\.md")
FIXED_SEGMENTS = frozenset(
    [
        *("communities", "topics", "people", DATES, EVENTS, COMMITMENTS, CHANGES, FOLLOW),
        *("search", "assets", PRINT, "export", RELEASE_MANIFEST),
        *(NOT_FOUND, "sitemap.xml", "robots.txt", FEED, CALENDAR, "index.html", "index"),
        *(ICON, TOUCH_ICON, WEB_MANIFEST, SHARE_PICTURE),
    ]
)
# Unicode blocks CJK Unified Ideographs, Extension A, Compatibility Ideographs; planes 2 and 3.
HAN = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
FIRST_HAN = min(first for first, _ in HAN)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NO_SLUG = re.compile(r"[^a-z0-9]+")
# Not what makes another name of one, as in C++ and C#.
PUNCTUATION = re.compile(r"[\s\-_.,;:!?'\"’‘“”()/·、。]+")
LEADING_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}(?:[-_ ]+|$)")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


@cache
def slugify(name: str) -> str:
    """Make a slug of a name: Han as pinyin, accents dropped, ASCII lower case, digits and single hyphens."""
    if name.isascii():
        lower = name.lower()
        return lower if SLUG.fullmatch(lower) else NO_SLUG.sub("-", lower).strip("-")
    wide = unicodedata.normalize("NFKC", name)
    if any(is_han(c) for c in wide):
        from pypinyin import lazy_pinyin

        wide = " ".join(lazy_pinyin(wide))
    return slugify(unicodedata.normalize("NFKD", wide).encode("ascii", "ignore").decode())


def fold_name(name: str) -> str:
    """Give a name without what two spellings of one name may differ in: case, width, spaces, hyphens, punctuation."""
    return PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).casefold())


def is_han(character: str) -> bool:
    """Tell whether a character is a Han ideograph."""
    code = ord(character)
    return code >= FIRST_HAN and any(first <= code <= last for first, last in HAN)


def is_slug(text: str) -> bool:
    """Tell whether a slug is one safe segment of an address on every system."""
    return SLUG.fullmatch(text) is not None and text not in DEVICES and len(text) <= LONGEST_SLUG


def slugify_name(name: str) -> str:
    """Give the slug of a file or folder name: without its leading date, else as it is."""
    return slugify(LEADING_DATE.sub("", name)) or slugify(name)


def is_reserved(segment: str, language_paths: tuple[str, ...]) -> bool:
    """Tell whether a first segment is taken (contract, section 3): fixed names, years and language paths."""
    return segment in FIXED_SEGMENTS or bool(re.fullmatch(r"\d{4}", segment)) or segment in language_paths


def make_address(*segments: str) -> str:
    """Join segments, empty ones left out, to the address of a page."""
    return "".join(f"/{each}" for each in segments if each) + "/"


def make_file_address(*segments: str) -> str:
    """Join segments, empty ones left out, to the address of a file."""
    return make_address(*segments)[:-1]


def make_month_address(month: str) -> str:
    """Give the address of a month (`2024-01`) of the date index, without the language's path."""
    return make_address(month[:4], month[5:])


def make_print_address(month: str) -> str:
    """Give the address of a printed month (contract, section 3), without the language's path."""
    return make_address(PRINT, month[:4], month[5:])


def make_event_address(item: str, key: str) -> str:
    """Give the address of the calendar of one event, beside its item's page; `key` is its own within the item."""
    return f"{item}event-{key}.ics"


def make_variant_address(name: str) -> str:
    """Give the address of what is made of a picture, by its file name."""
    return VARIANTS + name


def make_output_path(address: str) -> str:
    """Give the path of an address's file below the output folder."""
    return (address + "index.html" if address.endswith("/") else address).lstrip("/")


# What no address needs to have encoded.
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9/._-]*").fullmatch


def make_href(base_path: str, address: str) -> str:
    """Give what a link to an address says: below the base path (which ends in `/`), percent-encoded."""
    return base_path + (address[1:] if PLAIN_ADDRESS(address) else quote(address[1:], safe="/:@!$&'()*+,;=~"))


def normalize_base_url(written: str) -> str:
    """Give a base url as links need it: lower-case ASCII host, encoded path, a `/` at the end; empty for what is none.

    A host is labels of letters, digits and hyphens (RFC 1123, section 2.1) or an address in brackets; one in other
    letters is written in its ASCII form (RFC 3490).
    """
    try:
        parts = urlsplit(written)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    named = all(LABEL.fullmatch(label) for label in ascii_host.split(".")) if ":" not in host else True
    segments = parts.path.strip("/").split("/")
    good = parts.scheme in {"http", "https"} and host and named and port != 0
    if not good or parts.query or parts.fragment or "@" in parts.netloc or re.search(r"[\s\\\"<>]", written):
        return ""
    if any(each in {"", ".", ".."} for each in segments) and segments != [""]:
        return ""
    if re.search(r"%(?![0-9A-Fa-f]{2})", parts.path):
        return ""
    authority = (f"[{host}]" if ":" in host else ascii_host) + (f":{port}" if port else "")
    return f"{parts.scheme}://{authority}" + quote(get_base_path(written), safe="/:@!$&'()*+,;=~%")


def get_base_path(base_url: str) -> str:
    """Give the path of a base url, with a `/` at either end."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{path}/" if path else "/"


def get_origin(base_url: str) -> str:
    """Give scheme and host of a base url."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def is_external(target: str) -> bool:
    """Tell whether a link leaves the site: it names a scheme or a host."""
    return target.startswith("//") or bool(SCHEME.match(target))


def split_target(target: str) -> tuple[str, str]:
    """Divide a link as written in its decoded path and fragment; a query is dropped."""
    path, _, fragment = target.partition("#")
    return unquote(path.partition("?")[0]), unquote(fragment)


def get_query(target: str) -> str:
    """Give the query of a link, encoded, with its question mark; empty where it has none."""
    return quote("".join(target.partition("#")[0].partition("?")[1:]), safe="/:@!$&'()*+,;=~?%")


def make_alias_address(alias: str) -> str:
    """Give the address of an alias: a folder's, unless its last part looks like a file."""
    return alias if alias.endswith("/") or "." in alias.rpartition("/")[2] else alias + "/"


def is_alias(text: str) -> bool:
    """Tell whether an alias is a safe address below the output: `/old/path/` or `/old/page.html`."""
    segments = text.strip("/").split("/")
    return re.match(r"/[^/]", text) is not None and all(
        each
        and not each.startswith(".")
        and not re.search(r'[\\:*?"<>|\x00-\x1f#%]', each)
        and each == each.strip(" .")
        for each in segments
    )


def find_column(path: str) -> str:
    """Give the folder of the column that a path below content/ lies in; empty for a plain page.

    Such a page may be a folder with its files; so is what introduces a column.
    """
    folder, _, rest = path.partition("/")
    return folder if rest and not OWN_TEXT.fullmatch(rest) else ""


def find_introduced_column(path: str) -> str:
    """Give the folder of the column that a path below content/ introduces; empty for any other."""
    folder, _, name = path.partition("/")
    return folder if name.startswith(INTRODUCTION) and OWN_TEXT.fullmatch(name) else ""


def name_text(path: str, address: str, id_: str) -> str:
    """Give the name by which the ledger has what a file below content/ says: its address.

    What introduces a column has the address of a list, which stays when it goes. No other address has two slashes.
    """
    return f"{address}/{id_}" if find_introduced_column(path) else address


def find_list_of(name: str) -> str:
    """Give the address of the list that a named text introduces; empty for the name of any other."""
    address, slashes, _ = name.partition("//")
    return f"{address}/" if slashes else ""


def make_default_id(stem: str) -> str:
    """Give the id of an item that names none: its path without suffix, a folder's without its index."""
    return unicodedata.normalize("NFC", stem.removesuffix("/index"))


def slugify_path(stem: str) -> str:
    """Give the slug that an item's path makes: its name's, or its folder's where the name is index."""
    return slugify_name(stem.removesuffix("/index").removesuffix("/_index").rpartition("/")[2])
