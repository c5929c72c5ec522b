"""Taking a page or file down immediately and for good: recorded, released without it, looked for afterwards.

It is done whatever state the content is in: what is live is released anew without it, made from its own record.
"""

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.config import Destination
from site_builder.decoding import find_control, has_visible_sign
from site_builder.ledger import LedgerLine, encode_line, format_moment
from site_builder.problem import CommandError, has_errors
from site_builder.publishing.deployment import (
    Deployment,
    PublishRequest,
    find_destination,
    ignore_progress,
    list_destinations,
    lock_folder,
    open_deployment,
)
from site_builder.publishing.destinations import add_line, locate_output
from site_builder.publishing.publish import PublishResult, publish
from site_builder.publishing.record.recorded_site import DueRemovals
from site_builder.publishing.record.source_record import RecordFiles
from site_builder.publishing.release_from_live import release_without
from site_builder.publishing.takedown.residue import (
    Remains,
    ask_server,
    find_remains,
    remove_releases_with,
    select_search_texts,
)
from site_builder.publishing.takedown.subject import TakedownSubject, find_subject
from site_builder.publishing.targets.target import Progress

if TYPE_CHECKING:
    from site_builder.executor import Executor


class TargetTakedown(Struct, frozen=True, kw_only=True):
    """What a takedown came to on one target: what was published, the releases that were removed, what remains.

    `published` is None where nothing that is live has it; `others` are addresses of its other languages, which stay.
    """

    name: str
    to: str
    published: PublishResult | None
    remains: Remains
    removed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Takedown(Struct, frozen=True, kw_only=True):
    """What a takedown came to: the address, what was done by target, targets where it is still to be done.

    `built` are the folders of this site in which an earlier build left it: no readers see them, the next build clears
    them.
    """

    address: str
    done: tuple[TargetTakedown, ...]
    waiting: tuple[str, ...]
    built: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Tell whether it was looked for wherever it was asked for, and nothing of it is left."""
        return all(not each.remains for each in self.done)


def take_down(
    request: PublishRequest,
    written: str,
    reason: str,
    executor: "Executor | None" = None,
    progress: Progress = ignore_progress,
) -> Takedown:
    """Record an address as taken down, release every target (or `request.name` alone) without it, look for it there.

    All kept releases that had it are removed. Raises CommandError: 2 for an address that is none or a missing reason, 1
    where it cannot be done because nothing tells what the live site was made of, 3 where a target fails.
    """
    if not has_visible_sign(reason):
        raise CommandError(2, 'a takedown needs a reason: --reason "…"')
    if find_control(reason) is not None:
        raise CommandError(2, "the reason holds a sign that no text may hold; write it anew")
    names = [each.name for each in list_destinations(request.site)[0]]
    targets = [
        find_destination(request.site, name) for name in ([request.name] if request.name or not names else names)
    ]
    with lock_folder(request, targets[0]) as locked:
        return take_down_locked(locked, names, targets, written, reason, executor, progress)


def take_down_locked(  # noqa: PLR0913, PLR0917 - what is done, and how
    request: PublishRequest,
    names: list[str],
    targets: list[Destination],
    written: str,
    reason: str,
    executor: "Executor | None",
    progress: Progress,
) -> Takedown:
    """Do it as the only one who publishes from the folder: another publish would write the ledger anew."""
    address, subjects = resolve_address(request, written, targets)
    public = [destination for destination in targets if destination.name in subjects and not destination.staging]
    holders = public or [destination for destination in targets if destination.name in subjects]
    line = LedgerLine(address, "takedown", format_moment(request.now), reason=" ".join(reason.split()))
    for destination in holders[:1] if public else holders:
        add_line(request.site, destination, (encode_line(line) + "\n").encode())
    doing = targets if public else holders
    done = tuple(
        take_down_on_target(request, each, subjects.get(each.name), address, executor, progress) for each in doing
    )
    waiting = tuple(name for name in names if public and name not in {each.name for each in doing})
    outputs = {output for subject in subjects.values() for output in subject.outputs}
    folders = sorted({locate_output(request.site, each) for each in targets})
    built = tuple(
        str(each.relative_to(request.site)) for each in folders if any((each / path).exists() for path in outputs)
    )
    return Takedown(address=address, done=done, waiting=waiting, built=built)


def resolve_address(
    request: PublishRequest, written: str, targets: list[Destination]
) -> tuple[str, dict[str, TakedownSubject]]:
    """Find what is meant by an address, by target; writes nothing. What only a staging copy has is meant last.

    Raises CommandError(1) where one cannot be released without it, and 2 where it is no address that can be taken down.
    """
    subjects: dict[str, TakedownSubject] = {}
    refusal: CommandError | None = None
    for destination in targets:
        with open_deployment(replace(request, name=destination.name), destination) as deployment:
            try:
                subjects[destination.name] = find_subject(deployment, written)
            except CommandError as refused:
                refusal = refusal or refused
                if refused.status == 1:
                    raise
    order = sorted(targets, key=lambda there: there.staging)
    address = next((subjects[destination.name].address for destination in order if destination.name in subjects), "")
    if refusal and not address:
        raise refusal
    return address, {name: each for name, each in subjects.items() if each.address == address}


def take_down_on_target(  # noqa: PLR0913, PLR0917 - what is done, and how
    request: PublishRequest,
    destination: Destination,
    known: TakedownSubject | None,
    address: str,
    executor: "Executor | None",
    progress: Progress,
) -> TargetTakedown:
    """Release one target without an address, and look for it there."""
    wanted = replace(request, name=destination.name, allow_removals=True, taking_down=True)
    subject = known or TakedownSubject(address, () if urls.find_list_of(address) else (urls.make_output_path(address),))
    with open_deployment(wanted, destination) as deployment:
        files = deployment.find_live_record()
        if files is not None or deployment.snapshot.current is None:
            published = release_live(deployment, files, executor, progress) if files else None
            return remove_and_check(deployment.refresh(), subject, published)
    published = publish(wanted, executor, progress)
    if has_errors(published.report.problems):
        remains = Remains(unreleased=True)
        return TargetTakedown(name=destination.name, to=destination.to, published=published, remains=remains)
    with open_deployment(wanted, destination) as deployment:
        return remove_and_check(deployment, subject, published)


def release_live(
    deployment: Deployment, files: RecordFiles, executor: "Executor | None", progress: Progress
) -> PublishResult | None:
    """Release the live site without what was taken down; None where nothing of it changes by that."""
    gone = release_without(deployment, files, DueRemovals(), executor, progress)
    if gone is None:
        return None
    new, pruned, report = gone
    return PublishResult(
        name=deployment.destination.name,
        to=deployment.destination.to,
        report=report,
        changes=new.changes,
        release=new.staged.id,
        before=deployment.snapshot.current or "",
        pruned=pruned,
        carried=new.retained,
    )


def remove_and_check(
    deployment: Deployment, subject: TakedownSubject, published: PublishResult | None
) -> TargetTakedown:
    """Remove the kept releases that have it, then look for it in all that are left and on the web server."""
    removed: tuple[str, ...] = ()
    remains = Remains()
    if deployment.snapshot.current:
        search_texts = select_search_texts(deployment, subject)
        removed = remove_releases_with(deployment, subject, search_texts)
        remains = find_remains(deployment.refresh(), subject, search_texts)
    served, unasked = ask_server(deployment, subject)
    return TargetTakedown(
        name=deployment.destination.name,
        to=deployment.destination.to,
        published=published,
        removed=removed,
        remains=replace(remains, served=served, unasked=unasked),
        others=subject.others,
    )
