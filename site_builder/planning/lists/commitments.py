"""The register of what was promised, whole and by community; judges no promise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, words
from site_builder.planning.item_inputs import Promise, promise, promises_rest_on
from site_builder.planning.lists.groups import page
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, encoded, keyed

# What is waited for stands before what is not.
ORDER = ("overdue", "in progress", "open", "not reported", "done", "dropped")


class Part(Struct, frozen=True):
    """The commitments to one community: its name, where they are listed, how many they are, how many are overdue."""

    name: str
    href: str
    promises: int
    overdue: int


class CommitmentsInputs(Struct, frozen=True):
    """All that the register of commitments is made of besides the frame; `community` is none in the whole register."""

    href: str
    parent: str
    community: Named | None
    promises: tuple[Promise, ...]
    parts: tuple[Part, ...]
    alternates: tuple[Alternate, ...]


class Standing(Struct, frozen=True):
    """The commitments of one status; those that are overdue stand under `overdue`, whatever else is said of them."""

    status: str
    promises: tuple[Promise, ...]


class CommitmentsView(Struct, frozen=True):
    """What `commitments.html` sees: by status, the overdue first, soonest due first; the parts by community."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    community: Named | None
    standings: tuple[Standing, ...]
    parts: tuple[Part, ...]


def plan_commitments(room: Room, settled: Mapping[str, Item]) -> Iterator[Plot]:
    """Plan the register of an edition, and the part of each community."""
    everything = [item for item in room.edition.items if item.commitments]
    for community, items in (("", everything), *room.edition.promised.items()):
        plotted = keyed(room.salt, b"".join(rests_on(room, items, settled)))
        name = f"{room.language.id}/commitments/{community}"
        yield Plot(name, plotted, partial(commitments_page, room, items, settled, community))


def rests_on(room: Room, items: Sequence[Item], settled: Mapping[str, Item]) -> Iterator[bytes]:
    """Give all that a register of these items is made of."""
    for item in items:
        yield room.marks.shown[item.path]
        yield encoded(item.commitments)
        yield promises_rest_on(room, item, settled)


def commitments_page(room: Room, items: Sequence[Item], settled: Mapping[str, Item], community: str) -> Iterator[Page]:
    """Make the register, or a community's part of it."""
    promises: list[Promise] = []
    parts: dict[str, list[Promise]] = defaultdict(list)
    for item in items:
        named = tuple(room.named("communities", each) for each in item.communities)
        for number in range(len(item.commitments)):
            made = replace(promise(room, item, number, settled), item=room.title(item), communities=named)
            promises.append(made)
            for each in item.communities:
                parts[each].append(made)
    address = urls.address("commitments")
    here = urls.address("commitments", community) if community else address
    inputs = CommitmentsInputs(
        href=room.href(here),
        parent=room.href(address),
        community=room.named("communities", community) if community else None,
        promises=tuple(promises),
        parts=()
        if community
        else tuple(part(room, key, parts[key]) for key, _ in room.registered("communities") if key in parts),
        alternates=room.alternates(here),
    )
    yield page(room, here, "commitments", "commitments.html", inputs)


def part(room: Room, community: str, promises: Sequence[Promise]) -> Part:
    """Count the commitments to a community."""
    href = room.href(urls.address("commitments", community))
    return Part(room.named("communities", community).name, href, len(promises), sum(p.overdue for p in promises))


def commitments_view(frame: Frame, inputs: CommitmentsInputs, bodies: tuple[str, ...]) -> CommitmentsView:
    """Make what `commitments.html` sees."""
    del bodies
    say = words(frame)
    name, about = say("Commitments"), say("{title}: what was promised or asked for, and what came of it.")
    title = f"{name} · {inputs.community.name}" if inputs.community else name
    trail = [home(frame), Named(name, inputs.parent)]
    trail += [Named(inputs.community.name, inputs.href)] if inputs.community else []
    ordered = sorted(inputs.promises, key=lambda p: (p.due is None, p.due.epoch if p.due else 0))
    by_status: dict[str, list[Promise]] = defaultdict(list)
    for each in ordered:
        by_status["overdue" if each.overdue else each.status].append(each)
    return CommitmentsView(
        frame=frame,
        head=Head(title, about.format(title=title), frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=tuple(trail),
        title=title,
        community=inputs.community,
        standings=tuple(Standing(s, tuple(by_status[s])) for s in ORDER if by_status[s]),
        parts=inputs.parts,
    )
