"""Taking a page or file down immediately and for good: recorded, released without it, looked for afterwards.

It is done whatever state the content is in: what is live is released anew without it, made from its own record.
"""

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.config import Destination
from site_builder.ledger import Line, encoded, moment
from site_builder.problem import Refused, errors
from site_builder.publishing.deployment import (
    Request,
    Visit,
    arrive,
    destination,
    find_destinations,
    hold_folder,
    quiet,
)
from site_builder.publishing.destinations import add_line
from site_builder.publishing.publish import Published, publish
from site_builder.publishing.record.recorded_site import Due
from site_builder.publishing.record.source_record import RecordFiles
from site_builder.publishing.release_from_live import release_without
from site_builder.publishing.takedown.residue import Remains, ask_server, find_needles, find_remains, forget_releases
from site_builder.publishing.takedown.subject import Subject, find_subject
from site_builder.publishing.targets.target import Progress

if TYPE_CHECKING:
    from site_builder.executor import Executor


class TakenDown(Struct, frozen=True, kw_only=True):
    """What a takedown came to on one target: what was published, the releases that were removed, what remains.

    `published` is None where nothing that is live has it; `others` are addresses of its other languages, which stay.
    """

    name: str
    to: str
    published: Published | None
    remains: Remains
    removed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Takedown(Struct, frozen=True, kw_only=True):
    """What a takedown came to: the address, what was done by target, targets where it is still to be done."""

    address: str
    done: tuple[TakenDown, ...]
    waiting: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Tell whether it was looked for wherever it was asked for, and nothing of it is left."""
        return all(not each.remains for each in self.done)


def take_down(
    request: Request,
    written: str,
    reason: str,
    executor: "Executor | None" = None,
    progress: Progress = quiet,
) -> Takedown:
    """Record an address as taken down, release every target (or `request.name` alone) without it, look for it there.

    All kept releases that had it are removed. Raises Refused: 2 for an address that is none or a missing reason, 1
    where it cannot be done because nothing tells what the live site was made of, 3 where a target fails.
    """
    if not reason.strip():
        raise Refused(2, 'a takedown needs a reason: --reason "…"')
    names = [each.name for each in find_destinations(request.site)[0]]
    targets = [destination(request.site, name) for name in ([request.name] if request.name or not names else names)]
    with hold_folder(request, targets[0]) as held:
        return take_down_held(held, names, targets, written, reason, executor, progress)


def take_down_held(  # noqa: PLR0913, PLR0917 - what is done, and how
    request: Request,
    names: list[str],
    targets: list[Destination],
    written: str,
    reason: str,
    executor: "Executor | None",
    progress: Progress,
) -> Takedown:
    """Do it as the only one who publishes from the folder: another publish would write the ledger anew."""
    address, subjects = resolve(request, written, targets)
    public = [there for there in targets if there.name in subjects and not there.staging]
    holders = public or [there for there in targets if there.name in subjects]
    line = Line(address, "takedown", moment(request.now), reason=" ".join(reason.split()))
    for there in holders[:1] if public else holders:
        add_line(request.site, there, (encoded(line) + "\n").encode())
    doing = targets if public else holders
    done = tuple(take_down_there(request, each, subjects.get(each.name), address, executor, progress) for each in doing)
    waiting = tuple(name for name in names if public and name not in {each.name for each in doing})
    return Takedown(address=address, done=done, waiting=waiting)


def resolve(request: Request, written: str, targets: list[Destination]) -> tuple[str, dict[str, Subject]]:
    """Find what is meant by an address, by target; writes nothing. What only a staging copy has is meant last.

    Raises Refused(1) where one cannot be released without it, and 2 where it is no address that can be taken down.
    """
    subjects: dict[str, Subject] = {}
    refusal: Refused | None = None
    for there in targets:
        with arrive(replace(request, name=there.name), there) as seen:
            try:
                subjects[there.name] = find_subject(seen, written)
            except Refused as refused:
                refusal = refusal or refused
                if refused.status == 1:
                    raise
    order = sorted(targets, key=lambda there: there.staging)
    address = next((subjects[there.name].address for there in order if there.name in subjects), "")
    if refusal and not address:
        raise refusal
    return address, {name: each for name, each in subjects.items() if each.address == address}


def take_down_there(  # noqa: PLR0913, PLR0917 - what is done, and how
    request: Request,
    there: Destination,
    known: Subject | None,
    address: str,
    executor: "Executor | None",
    progress: Progress,
) -> TakenDown:
    """Release one target without an address, and look for it there."""
    wanted = replace(request, name=there.name, allow_removals=True, taking_down=True)
    subject = known or Subject(address, (urls.output_path(address),))
    with arrive(wanted, there) as seen:
        files = seen.live_files()
        if files is not None or seen.far.current is None:
            published = release_live(seen, files, executor, progress) if files else None
            return look_for(seen.again(), subject, published)
    published = publish(wanted, executor, progress)
    if errors(published.report.problems):
        remains = Remains(unreleased=True)
        return TakenDown(name=there.name, to=there.to, published=published, remains=remains)
    with arrive(wanted, there) as seen:
        return look_for(seen, subject, published)


def release_live(seen: Visit, files: RecordFiles, executor: "Executor | None", progress: Progress) -> Published | None:
    """Release the live site without what was taken down; None where nothing of it changes by that."""
    gone = release_without(seen, files, Due(), executor, progress)
    if gone is None:
        return None
    new, pruned, report = gone
    return Published(
        name=seen.there.name,
        to=seen.there.to,
        report=report,
        changes=new.changes,
        release=new.staged.id,
        before=seen.far.current or "",
        pruned=pruned,
        carried=new.carried,
    )


def look_for(seen: Visit, subject: Subject, published: Published | None) -> TakenDown:
    """Remove the kept releases that have it, then look for it in all that are left and on the web server."""
    removed: tuple[str, ...] = ()
    remains = Remains()
    if seen.far.current:
        needles = find_needles(seen, subject)
        removed = forget_releases(seen, subject, needles)
        remains = find_remains(seen.again(), subject, needles)
    served, unasked = ask_server(seen, subject)
    return TakenDown(
        name=seen.there.name,
        to=seen.there.to,
        published=published,
        removed=removed,
        remains=replace(remains, served=served, unasked=unasked),
        others=subject.others,
    )
