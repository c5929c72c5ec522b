"""Where the pages and sitemaps of a live site lead to, as paths below its root; fetches nothing."""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

# Links of a page, read by their look: a page that was tampered with need not be good HTML.
ATTRIBUTE = re.compile(r"""(?i)\b(?:href|src|srcset|poster|data|action)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
REFRESH = re.compile(r"""(?i)\bcontent\s*=\s*["'][^"']*?url=([^"']+)""")
LOC = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")
SAFE = "/:@!$&'()*+,;=~"


class SiteRoots(Struct, frozen=True):
    """Where a release's root is seen, and where its pages believe it to be (`base_url`); both end in `/`."""

    served_url: str
    base_url: str

    def find_path(self, address: str) -> str | None:
        """Give the path below the root that an address means, decoded; None for one that is elsewhere."""
        for root in (self.base_url, self.served_url):
            if address.startswith(root) or address == root[:-1]:
                return unquote(address[len(root) :])
        return None

    def format_url(self, path: str) -> str:
        """Give the address at which a path below the root is seen."""
        return self.served_url + quote(path, safe=SAFE)


def strip_index(path: str) -> str:
    """Give the path that readers ask for: a page's folder, anything else as it is."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def find_links(data: bytes, path: str, roots: SiteRoots) -> set[str]:
    """Find the paths below the root that a page or a sitemap leads to; `path` is its own."""
    text = data.decode("utf-8", "replace")
    found: list[str] = []
    if path.endswith(".xml"):
        found += LOC.findall(text)
    else:
        found += ["".join(groups) for groups in ATTRIBUTE.findall(text)] + REFRESH.findall(text)
    return {target for each in found for target in resolve_link(html.unescape(each), path, roots)}


def resolve_link(written: str, path: str, roots: SiteRoots) -> Iterable[str]:
    """Give the paths that a link as written can mean: seen from where the page is, and from where it believes to be."""
    for one in written.split(",") if re.search(r"\s\d+(?:\.\d+)?[wx]\b", written) else [written]:
        target = one.split()[0] if one.split() else ""
        for root in (roots.served_url, roots.base_url):
            try:
                parts = urlsplit(urljoin(root + quote(strip_index(path), safe=SAFE), target))
            except ValueError:
                continue
            if parts.scheme in {"http", "https"}:
                below = roots.find_path(f"{parts.scheme}://{parts.netloc}{parts.path}")
                if below is not None:
                    yield below
