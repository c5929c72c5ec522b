"""A plan -> the fingerprint of each page: what it is made of, and how; renders none and knows no file of the output."""

from hashlib import blake2b

from msgspec import Struct

from site_builder.building.manifest import SCHEMA, tool_digest
from site_builder.building.theme import Theme, closure
from site_builder.planning.page_groups import Outputs


class Prints(Struct, frozen=True):
    """The fingerprint of every page of a plan by path; the plan and the theme that they are of."""

    pages: dict[str, str]
    outputs: Outputs
    theme: Theme


def prints(outputs: Outputs, theme: Theme, before: Prints | None = None) -> Prints:
    """Find the fingerprints of a plan's pages; those of plots that are as they were `before` are taken from there.

    A page's fingerprint is the digest of schema, tool, template closure, view and locale, and that of its inputs.
    """
    known = before is not None and before.theme == theme
    pages, old = (dict(before.pages), before.outputs.memo.plots) if known and before else ({}, {})
    plots, ways = outputs.memo.plots, Ways(theme)
    new = [(name, each) for name, each in plots.items() if old.get(name) is not each]
    for name in [*(name for name, _ in new if name in old), *(old.keys() - plots.keys())]:
        for leaf in old[name].leaves:
            pages.pop(leaf.path, None)
    for _, each in new:
        for leaf in each.leaves:
            pages[leaf.path] = ways[leaf.view, leaf.template, leaf.locale] + leaf.digest
    return Prints(pages, outputs, theme)


class Ways(dict[tuple[str, str, str], str]):
    """The digests of how pages are made, by view, template and locale; what they are made of stands in their leaves."""

    def __init__(self, theme: Theme) -> None:
        """Begin for one build."""
        self.theme = theme
        self.tool = tool_digest()

    def __missing__(self, way: tuple[str, str, str]) -> str:
        """Find the digest of a way to make pages: program, view, locale, all that the template can reach."""
        view, template, locale = way
        reached = closure(self.theme, template) if template else ""
        whole = "\0".join((str(SCHEMA), self.tool, reached, template, view, locale))
        found = self[way] = blake2b(whole.encode(), digest_size=8).hexdigest()
        return found
