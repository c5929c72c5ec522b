"""The site and the plan of a process's last build, where only the text of some items changed since; decides nothing."""

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.content.parse_result import ParsedFile
from site_builder.ledger import Ledger
from site_builder.model import When
from site_builder.planning.outputs import ThemeFile
from site_builder.planning.page_groups import Outputs
from site_builder.planning.plan import replan
from site_builder.problem import Checked
from site_builder.site.organise import Site
from site_builder.site.publication_gate import remove_future_parts
from site_builder.site.replace_items import is_replaceable, replace_items


class BuildSettings(Struct, frozen=True):
    """All but the items that site and plan are made of: settings, ledger, the theme's files, drafts and scheduled."""

    config: Config
    ledger: Ledger
    files: tuple[ThemeFile, ...]
    drafts: bool
    scheduled: bool


class LastBuild(Struct, frozen=True):
    """What a build made its site and its plan of, and both."""

    settings: BuildSettings
    items: Checked[Items]
    site: Checked[Site]
    outputs: Checked[Outputs]


def update_last_build(
    last: LastBuild | None, settings: BuildSettings, items: Checked[Items], at: When
) -> LastBuild | None:
    """Give site and plan with the new texts in them; None where anything else changed, or the clock comes in."""
    if last is None or last.settings != settings or last.items.value.cache.copied != items.value.cache.copied:
        return None
    site = last.site.value
    if at.epoch < site.at.epoch or (site.next_change is not None and at.epoch >= site.next_change):
        return None
    old, new = last.items.value.cache.parsed, items.value.cache.parsed
    changed = [path for path, each in new.items() if old.get(path) is not each]
    if len(old) != len(new) or not all(path in old and is_text_change(old[path], new[path]) for path in changed):
        return None
    texts = {
        path: remove_future_parts(item, at) for path in changed if path in site.by_path and (item := new[path].item)
    }
    site = replace(replace_items(site, texts), at=at)
    outputs = replan(last.outputs.value, site, texts.values()) if texts else last.outputs.value
    return LastBuild(settings, items, Checked(site, last.site.problems), Checked(outputs, last.outputs.problems))


def is_text_change(old: ParsedFile, new: ParsedFile) -> bool:
    """Tell whether nothing but what an item's own page and feeds show of it changed."""
    if not (old.item and new.item and old.sound and new.sound):
        return False
    same = (old.brief_digest, old.draft, old.unregistered) == (new.brief_digest, new.draft, new.unregistered)
    return same and is_replaceable(old.item, new.item)
