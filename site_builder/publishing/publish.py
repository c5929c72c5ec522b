"""One publish from beginning to end: build, compare, send, check, switch; prints nothing and asks nobody."""

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.ledger import parse_ledger
from site_builder.problem import Refused, errors
from site_builder.publishing.carry import CARRIED, carried_bytes, to_carry, with_carried
from site_builder.publishing.changes import Changes, compare, files_of
from site_builder.publishing.destinations import merge_ledger, save_ledger, select_own
from site_builder.publishing.record import with_publication
from site_builder.publishing.stage import LEDGER as CARRIED_LEDGER
from site_builder.publishing.stage import Staged, published, stage
from site_builder.publishing.targets import Progress
from site_builder.publishing.visit import Request, Visit, destination, quiet, reach, visit
from site_builder.site.organise import Site

if TYPE_CHECKING:
    from site_builder.executor import Executor


class Published(Struct, frozen=True, kw_only=True):
    """What a publish came to.

    `release` is "" where nothing was published: a dry run, nothing new, or errors in `report`; `before` was live until
    then; `carried` counts the files kept for readers of that one; `pruned` are the releases that were removed.
    """

    name: str
    to: str
    report: Report
    changes: Changes = Changes()
    release: str = ""
    before: str = ""
    pruned: tuple[str, ...] = ()
    carried: int = 0


def publish(request: Request, executor: "Executor | None" = None, progress: Progress = quiet) -> Published:
    """Build a site and publish it as a release; the live site stays as it was until all of it is over there.

    Raises Refused: 1 where too many pages would go, 2 for wrong usage, 3 where the machine or the target fails.
    """
    there = destination(request.site, request.name)
    place = reach(request.site, there)
    with place.connected():
        seen = visit(request, there, place)
        if not request.dry_run:
            merge_ledger(request.site, there, seen.far.ledger)
        report = build(request.options(there), executor, progress)
        outcome = Published(name=there.name, to=there.to, report=report)
        if report.site is None or errors(report.problems):
            return outcome
        staged, since = staging(seen, report.site)
        new = {path: entry for path, entry in files_of(staged.manifest).items() if path not in since}
        changes = compare(seen.own, new)
        outcome = replace(outcome, changes=changes, before=seen.far.current or "", carried=len(since))
        if request.dry_run or (seen.far.current and not changes):
            return outcome
        refuse_many(changes, allow=request.allow_removals)
        pruned = seen.release(staged, seen.far.current, progress)
        save_ledger(request.site, there, (staged.folder / CARRIED_LEDGER).read_bytes())
        return replace(outcome, release=staged.id, pruned=pruned)


def staging(seen: Visit, site: Site) -> tuple[Staged, dict[str, int]]:
    """Make the release here, with what it carries of the live one; give that too, path -> since when."""
    folder, output = seen.folder(), seen.output
    paths = set(published(output))
    withdrawn = (site.item_address(item) for item in site.items if item.path in site.withdrawn)
    taken_down = parse_ledger(seen.ledger()).value.down()
    hidden = tuple(address.lstrip("/") for address in (*withdrawn, *taken_down))

    def is_settled(path: str) -> bool:
        """Tell whether the build has a path, or it belonged to a page that is gone, withdrawn or taken down."""
        page = urls.output_path("/" + path.rpartition("/")[0] + "/")
        return path in paths or path.startswith(hidden) or (page in seen.live and page not in paths)

    since = to_carry(seen.live, seen.carried, seen.moment, settled=is_settled)
    merged = with_carried(output, folder, since, lambda path: seen.data(folder, path))
    staged = stage(
        merged,
        folder,
        base_url=site.config.base_url,
        moment=seen.moment,
        previous=seen.far.manifest,
        ledger=select_own(seen.request.site, seen.there, with_publication(seen.ledger(), site, seen.moment)),
        key=seen.key,
    )
    since = {path: since[path] for path in since if (folder / path).is_file()}
    (folder / CARRIED).write_bytes(carried_bytes(since))
    return staged, since


def refuse_many(changes: Changes, *, allow: bool) -> None:
    """Refuse to remove many pages unless somebody says that this is meant."""
    if changes.many_removed and not allow:
        message = (
            "{removed} of {pages} published pages would go; nothing was published. "
            "See which with --dry-run, and if that is meant publish with --allow-removals"
        )
        raise Refused(1, message, removed=changes.removed_pages, pages=changes.pages_before)
