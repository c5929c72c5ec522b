"""Everything known of a site before anything is rendered; taken from the last build where only texts changed since."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.theme import Theme
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.content.parse_result import ParsedFile
from site_builder.content.scan import Sources
from site_builder.ledger import Ledger
from site_builder.model import When
from site_builder.planning.outputs import ThemeFile
from site_builder.planning.page_groups import Outputs
from site_builder.planning.plan import replan
from site_builder.problem import Checked, Problem
from site_builder.site.organise import Site
from site_builder.site.publication_gate import remove_future_parts
from site_builder.site.replace_items import is_replaceable, replace_items


class Survey(Struct, frozen=True):
    """Everything known of a site before anything is rendered."""

    sources: Sources
    items: Items
    site: Site
    outputs: Outputs
    theme: Theme


class SiteInputs(Struct, frozen=True):
    """What was read of a site, each part with its Problems."""

    config: Checked[Config]
    sources: Checked[Sources]
    theme: Checked[Theme]
    items: Checked[Items]
    ledger: Checked[Ledger]

    def list_problems(self) -> Iterable[Problem]:
        """Give the Problems of all parts."""
        for each in (self.config, self.sources, self.items, self.ledger, self.theme):
            yield from each.problems

    def find_faulty_files(self) -> frozenset[str]:
        """Give the files below content/ that errors keep out until they are mended; those of drafts hold nothing up."""
        items, read = self.items.value, (self.config, self.sources, self.items)
        reported = {each.path for part in read for each in part.problems if each.severity == "error"}
        paths = reported.union(f"content/{each}" for each in items.unreadable) - items.drafts
        return frozenset(path.removeprefix("content/") for path in paths)


class BuildSettings(Struct, frozen=True):
    """All but the items that site and plan are made of: settings, ledger, the theme's files, drafts and scheduled."""

    config: Config
    ledger: Ledger
    files: tuple[ThemeFile, ...]
    drafts: bool
    scheduled: bool


class SitePlan(Struct, frozen=True):
    """A site and its plan, and what both were made of."""

    settings: BuildSettings
    items: Checked[Items]
    site: Checked[Site]
    outputs: Checked[Outputs]


def update_plan(last: SitePlan | None, settings: BuildSettings, items: Checked[Items], at: When) -> SitePlan | None:
    """Give site and plan with the new texts in them; None where anything else changed, or the clock comes in."""
    if last is None or last.settings != settings or last.items.value.cache.copied != items.value.cache.copied:
        return None
    site = last.site.value
    if at.epoch < site.at.epoch or (site.next_change is not None and at.epoch >= site.next_change):
        return None
    old, new = last.items.value.cache.parsed, items.value.cache.parsed
    changed = [path for path, each in new.items() if (before := old.get(path)) is not each and before != each]
    if len(old) != len(new) or not all(path in old and is_text_change(old[path], new[path]) for path in changed):
        return None
    texts = {
        path: remove_future_parts(item, at) for path in changed if path in site.by_path and (item := new[path].item)
    }
    site = replace(replace_items(site, texts), at=at)
    outputs = replan(last.outputs.value, site, texts.values()) if texts else last.outputs.value
    return SitePlan(settings, items, Checked(site, last.site.problems), Checked(outputs, last.outputs.problems))


def is_text_change(old: ParsedFile, new: ParsedFile) -> bool:
    """Tell whether nothing but what an item's own page and feeds show of it changed."""
    if not (old.item and new.item and old.sound and new.sound):
        return False
    same = (old.brief_digest, old.draft, old.unregistered) == (new.brief_digest, new.draft, new.unregistered)
    return same and is_replaceable(old.item, new.item)
