"""A plan -> the fingerprint of each page: what it is made of, and how; renders none and knows no file of the output."""

from hashlib import blake2b

from msgspec import Struct

from site_builder.building.manifest import SCHEMA, compute_tool_digest
from site_builder.building.theme import Theme, digest_closure
from site_builder.planning.page_groups import Outputs


class Fingerprints(Struct, frozen=True):
    """The fingerprint of every page of a plan by path, and the theme that they are of."""

    pages: dict[str, str]
    theme: Theme


def compute_fingerprints(outputs: Outputs, theme: Theme) -> Fingerprints:
    """Find the fingerprints of a plan's pages.

    Each is the digest of schema, tool, template closure, view and locale, and that of the page's inputs.
    """
    render_digests = RenderDigests(theme)
    pages = {
        each.path: render_digests[each.view, each.template, each.locale] + each.digest
        for each in outputs.list_planned_pages()
    }
    return Fingerprints(pages, theme)


class RenderDigests(dict[tuple[str, str, str], str]):
    """The digests of how pages are made, by view, template and locale; the plan has those of what they are made of."""

    def __init__(self, theme: Theme) -> None:
        """Begin for one build."""
        self.theme = theme
        self.tool = compute_tool_digest()

    def __missing__(self, key: tuple[str, str, str]) -> str:
        """Find the digest of a way to make pages: program, view, locale, all that the template can reach."""
        view, template, locale = key
        reached = digest_closure(self.theme, template) if template else ""
        whole = "\0".join((str(SCHEMA), self.tool, reached, template, view, locale))
        found = self[key] = blake2b(whole.encode(), digest_size=8).hexdigest()
        return found
