"""The register of what was promised, whole and by community; judges no promise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.edition import (
    Alternate,
    EditionContext,
    Frame,
    NamedLink,
    PageHead,
    get_translator,
    link_home,
)
from site_builder.planning.item_inputs import CommitmentBrief, encode_commitment_sources, make_commitment_brief
from site_builder.planning.lists.groups import make_list_page
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, encode_record, make_key

# What is waited for stands before what is not.
ORDER = ("overdue", "in progress", "open", "not reported", "done", "dropped")


class CommunityCommitments(Struct, frozen=True):
    """The commitments to one community: its name, where they are listed, how many they are, how many are overdue."""

    name: str
    href: str
    promises: int
    overdue: int


class CommitmentsInputs(Struct, frozen=True):
    """All that the register of commitments is made of besides the frame; `community` is none in the whole register."""

    href: str
    parent: str
    community: NamedLink | None
    promises: tuple[CommitmentBrief, ...]
    parts: tuple[CommunityCommitments, ...]
    alternates: tuple[Alternate, ...]


class StatusGroup(Struct, frozen=True):
    """The commitments of one status; those that are overdue stand under `overdue`, whatever else is said of them."""

    status: str
    promises: tuple[CommitmentBrief, ...]


class CommitmentsView(Struct, frozen=True):
    """What `commitments.html` sees: by status, the overdue first, soonest due first; the parts by community."""

    frame: Frame
    head: PageHead
    breadcrumbs: tuple[NamedLink, ...]
    title: str
    community: NamedLink | None
    standings: tuple[StatusGroup, ...]
    parts: tuple[CommunityCommitments, ...]


def plan_commitments(context: EditionContext, settling: Mapping[str, Item]) -> Iterator[PageGroup]:
    """Plan the register of an edition, and the part of each community."""
    everything = [item for item in context.edition.items if item.commitments]
    for community, items in (("", everything), *context.edition.promised.items()):
        key = make_key(context.salt, b"".join(list_key_parts(context, items, settling)))
        name = f"{context.language.id}/commitments/{community}"
        yield PageGroup(name, key, partial(make_commitments_page, context, items, settling, community))


def list_key_parts(context: EditionContext, items: Sequence[Item], settling: Mapping[str, Item]) -> Iterator[bytes]:
    """Give all that a register of these items is made of."""
    for item in items:
        yield context.item_digests.briefs[item.path]
        yield encode_record(item.commitments)
        yield encode_commitment_sources(context, item, settling)


def make_commitments_page(
    context: EditionContext, items: Sequence[Item], settling: Mapping[str, Item], community: str
) -> Iterator[Page]:
    """Make the register, or a community's part of it."""
    promises: list[CommitmentBrief] = []
    parts: dict[str, list[CommitmentBrief]] = defaultdict(list)
    for item in items:
        named = tuple(context.link_entry("communities", each) for each in item.communities)
        for number in range(len(item.commitments)):
            made = replace(
                make_commitment_brief(context, item, number, settling), item=context.link_item(item), communities=named
            )
            promises.append(made)
            for each in item.communities:
                parts[each].append(made)
    address = urls.make_address("commitments")
    here = urls.make_address("commitments", community) if community else address
    inputs = CommitmentsInputs(
        href=context.make_href(here),
        parent=context.make_href(address),
        community=context.link_entry("communities", community) if community else None,
        promises=tuple(promises),
        parts=()
        if community
        else tuple(
            count_commitments(context, key, parts[key])
            for key, _ in context.list_entries("communities")
            if key in parts
        ),
        alternates=context.list_alternates(here),
    )
    yield make_list_page(context, here, "commitments", "commitments.html", inputs)


def count_commitments(
    context: EditionContext, community: str, promises: Sequence[CommitmentBrief]
) -> CommunityCommitments:
    """Count the commitments to a community."""
    href = context.make_href(urls.make_address("commitments", community))
    return CommunityCommitments(
        context.link_entry("communities", community).name, href, len(promises), sum(p.overdue for p in promises)
    )


def make_commitments_view(frame: Frame, inputs: CommitmentsInputs, bodies: tuple[str, ...]) -> CommitmentsView:
    """Make what `commitments.html` sees."""
    del bodies
    say = get_translator(frame)
    name, about = say("Commitments"), say("{title}: what was promised or asked for, and what came of it.")
    title = f"{name} · {inputs.community.name}" if inputs.community else name
    trail = [link_home(frame), NamedLink(name, inputs.parent)]
    trail += [NamedLink(inputs.community.name, inputs.href)] if inputs.community else []
    ordered = sorted(inputs.promises, key=lambda p: (p.due is None, p.due.epoch if p.due else 0))
    by_status: dict[str, list[CommitmentBrief]] = defaultdict(list)
    for each in ordered:
        by_status["overdue" if each.overdue else each.status].append(each)
    return CommitmentsView(
        frame=frame,
        head=PageHead(title, about.format(title=title), frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=tuple(trail),
        title=title,
        community=inputs.community,
        standings=tuple(StatusGroup(s, tuple(by_status[s])) for s in ORDER if by_status[s]),
        parts=inputs.parts,
    )
