"""A plan -> the fingerprint of each page: what it is made of, and how; renders none and knows no file of the output."""

from hashlib import blake2b

from msgspec import Struct

from site_builder.building.manifest import SCHEMA, compute_tool_digest
from site_builder.building.theme import Theme, digest_closure
from site_builder.planning.page_groups import Outputs


class Fingerprints(Struct, frozen=True):
    """The fingerprint of every page of a plan by path; the plan and the theme that they are of."""

    pages: dict[str, str]
    outputs: Outputs
    theme: Theme


def compute_fingerprints(outputs: Outputs, theme: Theme, before: Fingerprints | None = None) -> Fingerprints:
    """Find the fingerprints of a plan's pages; those of groups that are as they were `before` are taken from there.

    A page's fingerprint is the digest of schema, tool, template closure, view and locale, and that of its inputs.
    """
    known = before is not None and before.theme == theme
    pages, old = (dict(before.pages), before.outputs.memo.groups) if known and before else ({}, {})
    groups, render_digests = outputs.memo.groups, RenderDigests(theme)
    new = [(name, each) for name, each in groups.items() if old.get(name) is not each]
    for name in [*(name for name, _ in new if name in old), *(old.keys() - groups.keys())]:
        for planned in old[name].pages:
            pages.pop(planned.path, None)
    for _, each in new:
        for planned in each.pages:
            pages[planned.path] = render_digests[planned.view, planned.template, planned.locale] + planned.digest
    return Fingerprints(pages, outputs, theme)


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
