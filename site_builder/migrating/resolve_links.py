"""Where an old address or path leads now: to an item, to a file, elsewhere, nowhere; changes no text."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, quote, unquote, urlsplit

from msgspec import Struct

from site_builder.migrating.folder import PICTURES, get_suffix
from site_builder.migrating.model import Doc

DOC = "migrated-doc:"
SAFE = "/-_.~!$&'*+,;=:@"


class MigratedLink(Struct, frozen=True):
    """What to write for a target; `kind` says where it leads, `fragment` names a place on the page of `path`."""

    kind: str
    target: str = ""
    path: str = ""
    fragment: str = ""


class LinkResolver:
    """Knows every page and file that comes over, by every name it had."""

    def __init__(
        self,
        docs: Iterable[Doc],
        targets: Mapping[str, str],
        files: Mapping[str, str],
        lists: Mapping[str, str],
        bases: tuple[str, str],
    ) -> None:
        """Index the pages; `targets` are their new paths by old path, `bases` the old and the new base address.

        `lists` are the addresses of lists: old and new.
        """
        self.docs = {doc.path: doc for doc in docs}
        self.targets = targets
        self.files = files
        self.sources = {path: address for address, path in files.items()}
        parts = urlsplit(bases[0])
        self.host, self.base = parts.netloc.lower(), "/" + parts.path.strip("/")
        self.old_origin = (
            f"{parts.scheme}://{parts.netloc}" if self.host not in {"", urlsplit(bases[1]).netloc.lower()} else ""
        )
        self.lists = {normalize_address(old): new for old, new in lists.items()}
        self.addresses: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for doc in self.docs.values():
            for address in doc.addresses:
                self.addresses.setdefault(normalize_address(address), doc.path)
            for name in list_names(doc):
                self.names.setdefault(name, doc.path)

    def find_page(self, name: str, doc: Doc, lang: str = "") -> str | None:
        """Give the mark of the page that a tag of another page names, or the address of a list; None for neither."""
        name = unquote(name.strip()).strip("/")
        folder = posixpath.dirname(doc.path)
        for each in (posixpath.normpath(posixpath.join(folder, name)), name, posixpath.basename(name)):
            for form in (f"{lang or doc.lang}:{normalize_path(each)}", normalize_path(each)):
                if form in self.names:
                    return f"{DOC}{quote(self.names[form])}"
        place = f"/{name}" if not name.startswith("/") else name
        return next(
            (each for each in (f"/{lang or doc.lang}{place}", place) if normalize_address(each) in self.lists), None
        )

    def resolve(self, doc: Doc, written: str, *, picture: bool = False) -> MigratedLink:  # noqa: PLR0911 - one a case
        """Answer a target as it was written in a page."""
        written = written.strip()
        if written.startswith(DOC):
            path, _, fragment = written[len(DOC) :].partition("#")
            return self.link_doc(doc, unquote(path), fragment)
        parts = split_address(written)
        if parts is None:
            return MigratedLink("none")
        if parts.scheme or parts.netloc:
            if parts.scheme not in {"", "http", "https"}:
                return MigratedLink("same", written) if parts.scheme in {"mailto", "tel"} else MigratedLink("none")
            own = self.host and parts.netloc.lower() == self.host
            inside = self.resolve_path(doc, parts.path, unquote(parts.fragment), picture=picture) if own else None
            return inside if inside and inside.kind != "none" else MigratedLink("same", written)
        if not parts.path and not picture:
            if not parts.fragment:
                return MigratedLink("none")
            return MigratedLink("item", f"#{parts.fragment}", doc.path, unquote(parts.fragment))
        found = self.resolve_path(doc, parts.path, unquote(parts.fragment), picture=picture)
        if found.kind == "none" and self.old_origin and written.startswith("/"):
            return MigratedLink("outside", self.old_origin + written)
        return found

    def resolve_path(self, doc: Doc, path: str, fragment: str, *, picture: bool) -> MigratedLink:  # noqa: PLR0911 - one a case
        """Answer a path from the root of the old site, or from the page."""
        path = unquote(path)
        resource = dict(doc.resources).get(posixpath.normpath(path)) if not path.startswith("/") else None
        if path.rstrip("/") in {"", self.base.rstrip("/")} and not picture:
            return MigratedLink("file", "/")
        if resource and doc.own_folder:
            return MigratedLink("file", quote(posixpath.normpath(path), safe=SAFE))
        sibling = posixpath.normpath(posixpath.join(posixpath.dirname(doc.path), path))
        if not path.startswith("/") and sibling in self.targets and not picture:
            return self.link_doc(doc, sibling, fragment)
        for each in self.list_candidates(doc, path):
            found = self.resolve_address(doc, each, fragment, picture=picture)
            if found.kind != "none":
                return found
        if sibling in self.sources:
            return MigratedLink("file", quote(self.sources[sibling], safe=SAFE))
        if not path.startswith("/") and not picture and path.endswith(".md"):
            mark = self.find_page(path, doc)
            if mark:
                return self.link_doc(doc, unquote(mark[len(DOC) :]), fragment)
        return MigratedLink("none")

    def resolve_address(self, doc: Doc, address: str, fragment: str, *, picture: bool) -> MigratedLink:
        """Answer an address of the old site: a file's, a page's, a list's."""
        if address in self.files:
            return MigratedLink("file", quote(address, safe=SAFE))
        form = "" if picture else normalize_address(address)
        if form in self.addresses:
            return self.link_doc(doc, self.addresses[form], fragment)
        return MigratedLink("file", self.lists[form]) if form in self.lists else MigratedLink("none")

    def list_candidates(self, doc: Doc, path: str) -> list[str]:
        """Give the addresses that a path may mean."""
        if not path.startswith("/"):
            joined = posixpath.normpath(
                posixpath.join(doc.base if doc.base.endswith("/") else posixpath.dirname(doc.base), path)
            )
            return [joined, posixpath.normpath("/" + path)]
        whole = [posixpath.normpath(path)]
        if self.base != "/" and (path + "/").startswith(self.base + "/"):
            whole.insert(0, posixpath.normpath("/" + path[len(self.base) :].lstrip("/")))
        return [re.sub(r"^/{2,}", "/", each) for each in whole]

    def link_doc(self, doc: Doc, path: str, fragment: str) -> MigratedLink:
        """Answer with the path to an item's file."""
        if path not in self.targets:
            return MigratedLink("none")
        here, there = self.targets[doc.path], self.targets[path]
        way = posixpath.relpath(there, posixpath.dirname(here)) if posixpath.dirname(here) else there
        way = quote(way, safe=SAFE)
        return MigratedLink("item", way + (f"#{quote(fragment, safe=SAFE)}" if fragment else ""), path, fragment)


def split_address(written: str) -> SplitResult | None:
    """Divide an address; None for what is none."""
    try:
        return urlsplit(written)
    except ValueError:
        return None


def normalize_address(address: str) -> str:
    """Give the form of an address by which it is looked up."""
    address = unquote(address)
    for end in ("index.html", "index.htm", ".html", ".htm"):
        address = address.removesuffix(end)
    return (address.rstrip("/") or "/").casefold()


def normalize_path(path: str) -> str:
    """Give a path without its ends, by which tags name pages."""
    path = re.sub(r"\.(?:md|markdown|html?|org|adoc|rst)$", "", path.lower().strip("/"))
    return path.removesuffix("/_index").removesuffix("/index")


def list_names(doc: Doc) -> list[str]:
    """Give the names by which tags call a page: its path, its path below the folder of pages, its own name."""
    path = normalize_path(doc.path)
    key = normalize_path(doc.key)
    parts = [path, key, posixpath.basename(key), posixpath.basename(path), path.removeprefix("_posts/")]
    return [*(f"{doc.lang}:{each}" for each in parts), *parts]


def is_picture(path: str) -> bool:
    """Tell whether a target is a picture by its name."""
    return get_suffix(urlsplit(path).path) in PICTURES
