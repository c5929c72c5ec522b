"""What goes on and is to come in each community, and what is still to be kept there; knows no list of items."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.model import SETTLED, Item, When
from site_builder.planning.edition import EditionContext
from site_builder.planning.item_inputs import EventBrief, find_overdue, make_commitment_briefs, make_event_brief
from site_builder.planning.shell import PublicItem, Shell
from site_builder.site.organise import Occasion

# So many events and open commitments stand on a community's page; pages of their own have all.
SOONEST, OPEN = 6, 5


class OpenPromise(Struct, frozen=True):
    """A commitment that is waited for: its words and their language, where it stands on its item's page."""

    text: str
    lang: str
    href: str
    due: When | None
    overdue: bool


class OpenPromises(Struct, frozen=True):
    """The commitments to a community that are waited for, soonest due first, how many, and where all are listed."""

    href: str
    count: int
    promises: tuple[OpenPromise, ...]


def list_coming(context: EditionContext) -> dict[str, list[Occasion]]:
    """Give for each community the events there that are not over, in order of time."""
    found: dict[str, list[Occasion]] = defaultdict(list)
    for each in context.edition.occasions:
        if each.event.over.epoch > context.site.at.epoch:
            for community in dict.fromkeys(each.event.communities or each.item.communities):
                found[community].append(each)
    return found


def make_event_briefs(shell: Shell, announcing: Sequence[PublicItem], events: Sequence[int]) -> tuple[EventBrief, ...]:
    """Show events with their items; `events` are the numbers of events within the items that are `announcing` them."""
    return tuple(
        make_event_brief(shell, placed, number - 1, with_item=True)
        for placed, number in zip(announcing, events, strict=True)
    )


def list_open_promises(context: EditionContext, settling: Mapping[str, Item]) -> dict[str, OpenPromises]:
    """Give the open commitments to each community that has any; `settling` has by id the items that settle some."""
    shell, site = context.shell, context.site
    by_item: dict[str, list[OpenPromise]] = {}
    for item in {item.path: item for items in context.edition.promised.values() for item in items}.values():
        overdue = find_overdue([item], settling, site.at)[item.path]
        briefs = make_commitment_briefs(shell, item.commitments, [None] * len(item.commitments), overdue)
        href = shell.make_item_href(site.addresses[item.path])
        by_item[item.path] = [
            OpenPromise(each.text, each.lang, f"{href}#{each.anchor}", each.due, each.overdue)
            for each in briefs
            if each.status not in SETTLED and each.id not in settling
        ]
    found = {}
    for community, items in context.edition.promised.items():
        promises = sorted(
            (each for item in items for each in by_item[item.path]),
            key=lambda each: (each.due is None, each.due.epoch if each.due else 0),
        )
        href = shell.make_href(urls.make_address(urls.COMMITMENTS, community))
        found[community] = OpenPromises(href, len(promises), tuple(promises[:OPEN]))
    return found
