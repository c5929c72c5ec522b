"""The register of what was promised, whole and by community; judges no promise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.model import Brief, Commitment, Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_home,
    make_page_head,
)
from site_builder.planning.item_inputs import CommitmentBrief, find_overdue, find_settling_paths, make_commitment_briefs
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Shown, ShownByItem, Value
from site_builder.planning.shell import Shell, link_brief

# What is waited for stands before what is not.
ORDER = ("overdue", "in progress", "open", "not reported", "done", "dropped")


class CommunityCommitments(Struct, frozen=True):
    """The commitments to one community: its name, where they are listed, how many they are, how many are overdue."""

    name: str
    href: str
    promises: int
    overdue: int


class CommitmentsInputs(LinkedInputs, frozen=True):
    """All that the register of commitments is made of besides the frame; `community` is none in the whole register."""

    parent: str
    community: NamedLink | None
    promises: tuple[CommitmentBrief, ...]
    parts: tuple[CommunityCommitments, ...]


class StatusGroup(Struct, frozen=True):
    """The commitments of one status; those that are overdue stand under `overdue`, whatever else is said of them."""

    status: str
    promises: tuple[CommitmentBrief, ...]


class CommitmentsView(HtmlView, frozen=True):
    """What `commitments.html` sees: by status, the overdue first, soonest due first; the parts by community."""

    title: str
    community: NamedLink | None
    standings: tuple[StatusGroup, ...]
    parts: tuple[CommunityCommitments, ...]


def plan_commitments(context: EditionContext, settling: Mapping[str, Item]) -> Iterator[PageGroup]:
    """Plan the register of an edition, and the part of each community."""
    everything = [item for item in context.edition.items if item.commitments]
    for community, items in (("", everything), *context.edition.promised.items()):
        sources = (
            Shown(context, items, "title"),
            Value(tuple((item.path, item.commitments, item.communities, item.everywhere) for item in items)),
            ShownByItem(context, find_settling_paths(context, items, settling), "title"),
            Value(find_overdue(items, settling, context.site.at)),
            Value(context.find_languages(urls.make_address(urls.COMMITMENTS, community))),
        )
        yield PageGroup("commitments", context.shell, (community,), sources, make_commitments_page)


def make_commitments_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    community: str,
    items: tuple[Brief, ...],
    promised: Sequence[tuple[str, tuple[Commitment, ...], tuple[str, ...], bool]],
    settling: Mapping[str, tuple[Brief | None, ...]],
    overdue: Mapping[str, tuple[bool, ...]],
    languages: tuple[str, ...],
) -> Iterator[Page]:
    """Make the register, or a community's part of it.

    `promised` has path, commitments and communities of each item, and whether these are all of the township.
    """
    promises: list[CommitmentBrief] = []
    parts: dict[str, list[CommitmentBrief]] = defaultdict(list)
    for item, (path, commitments, communities, everywhere) in zip(items, promised, strict=True):
        named = tuple(shell.link_entry("communities", each) for each in communities)
        for each in make_commitment_briefs(shell, commitments, settling[path], overdue[path]):
            made = replace(each, item=link_brief(item), communities=named, everywhere=everywhere)
            promises.append(made)
            for key in communities:
                parts[key].append(made)
    address = urls.make_address(urls.COMMITMENTS)
    here = urls.make_address(urls.COMMITMENTS, community)
    inputs = CommitmentsInputs(
        href=shell.make_href(here),
        parent=shell.make_href(address),
        community=shell.link_entry("communities", community) if community else None,
        promises=tuple(promises),
        parts=()
        if community
        else tuple(count_commitments(shell, key, parts[key]) for key, _ in shell.list_entries("communities", parts)),
        alternates=shell.list_alternates(here, languages),
    )
    yield shell.make_page(here, "commitments", "commitments.html", inputs)


def count_commitments(shell: Shell, community: str, promises: Sequence[CommitmentBrief]) -> CommunityCommitments:
    """Count the commitments to a community."""
    href = shell.make_href(urls.make_address(urls.COMMITMENTS, community))
    return CommunityCommitments(
        shell.link_entry("communities", community).name, href, len(promises), sum(p.overdue for p in promises)
    )


def make_commitments_view(frame: Frame, inputs: CommitmentsInputs) -> CommitmentsView:
    """Make what `commitments.html` sees."""
    say = get_translator(frame)
    name, about = say("Commitments"), say("{title}: what was promised or asked for, and what came of it.")
    title = f"{name} · {inputs.community.name}" if inputs.community else name
    trail = [link_home(frame), NamedLink(name, inputs.parent)]
    trail += [NamedLink(inputs.community.name, inputs.href)] if inputs.community else []
    ordered = sorted(inputs.promises, key=lambda p: (p.due is None, p.due.epoch if p.due else 0))
    by_status: dict[str, list[CommitmentBrief]] = defaultdict(list)
    for each in ordered:
        by_status["overdue" if each.overdue else each.status].append(each)
    return extend_inputs(
        CommitmentsView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about.format(title=title)),
        breadcrumbs=tuple(trail),
        title=title,
        standings=tuple(StatusGroup(s, tuple(by_status[s])) for s in ORDER if by_status[s]),
    )
