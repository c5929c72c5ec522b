"""What a check says of the new files: an item that cannot stand as it is becomes a draft, and it is said why."""

from pathlib import Path

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.migrating.model import Notes
from site_builder.migrating.place_items import PlacedItem
from site_builder.migrating.write_items import ItemWriter
from site_builder.problem import Problem

# An item that becomes a draft can leave another without what it refers to.
ROUNDS = 4


def demote_invalid(
    site: Path, placed: list[PlacedItem], writer: ItemWriter, notes: Notes, now: float
) -> tuple[Problem, ...]:
    """Check the site until none of the new files has an error; give what else a check says of them."""
    drafts = {f"content/{each.path}" for each in placed if "draft" in each.fields}
    options = Options(site=site, output=site / "public", now=now)
    problems: tuple[Problem, ...] = ()
    for _ in range(ROUNDS):
        problems = tuple(each for each in survey_site(options).problems if each.path in writer.written)
        wrong = [each for each in problems if each.severity == "error"]
        if not wrong:
            break
        for path in dict.fromkeys(each.path for each in wrong):
            first = next(each for each in wrong if each.path == path)
            old = writer.written[path]
            if path.endswith(".md") and path not in drafts:
                writer.make_draft(path)
                drafts.add(path)
                message = "the page came over as a draft, for a check finds an error in {file}, line {row} [{kind}]"
            else:
                (site / path).unlink()
                del writer.written[path]
                message = "this did not come over, for a check finds an error in {file}, line {row} [{kind}]"
            notes.add_loss("error", old, 1, message, first.source, file=path, row=first.line, kind=first.rule)
    return problems
