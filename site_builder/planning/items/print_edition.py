"""The bulletin of a month as one document for the printer; it has the bodies of all its items, and no list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.language import format_date
from site_builder.markdown.link_placeholders import LinkTarget, fill_placeholders
from site_builder.model import Brief, Correction, Disclosure, FieldBrief, Item, Reference, When
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_dates,
    link_home,
    make_page_head,
)
from site_builder.planning.item_inputs import (
    CommitmentBrief,
    DownloadFile,
    EventBrief,
    find_overdue,
    find_settling_paths,
    make_commitment_briefs,
    make_event_brief,
)
from site_builder.planning.items.attachments import Attachments, select_attachments
from site_builder.planning.items.pages import resolve_body_links
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import ShownByItem, Value, Whole
from site_builder.planning.qr_code import QrCode, make_qr_code
from site_builder.planning.shell import PublicItem, Shell

REGION = re.compile(r'(<div class="table[^"]*") role="region"')


class PrintedFacts(Struct, frozen=True):
    """What a printed month says of an item besides its body."""

    title: str
    href: str
    lang: str
    date: When
    column: str
    communities: tuple[str, ...]
    everywhere: bool
    source: Reference | None
    corrections: tuple[Correction, ...]
    updated: When | None
    written: When | None
    author: str
    disclosure: Disclosure | None
    fields: tuple[FieldBrief, ...]
    events: tuple[EventBrief, ...]
    commitments: tuple[CommitmentBrief, ...]
    files: tuple[DownloadFile, ...]


class PrintedItem(PrintedFacts, frozen=True):
    """An item of a printed month, and where the links of its body lead; `prefix` goes before the ids in that."""

    prefix: str
    links: tuple[LinkTarget, ...]


class PrintedInputs(LinkedInputs, frozen=True):
    """All that a printed month is made of besides the frame and the bodies of its items."""

    month: str
    month_href: str
    items: tuple[PrintedItem, ...]


class Article(PrintedFacts, frozen=True):
    """An item of a printed month with its body; `id` is that of its place in the document."""

    id: str
    body: str


class PrintedView(HtmlView, frozen=True):
    """What `print.html` sees: the month's first day, its items from the first to the last, a code of its address."""

    month: str
    month_href: str
    articles: tuple[Article, ...]
    code: QrCode | None


def plan_print_edition(
    context: EditionContext, settling: Mapping[str, Item], attachments: Attachments
) -> Iterator[PageGroup]:
    """Plan the printed bulletin of every month with items; `settling` has the items that settle commitments."""
    site, editions = context.site, context.site.editions
    for month, items in context.edition.months.items():
        promising = [item for item in items if item.commitments]
        sources = (
            Whole(context, items),
            Value(tuple([resolve_body_links(site, item) for item in items])),
            Value(select_attachments(attachments, items)),
            ShownByItem(context, find_settling_paths(context, promising, settling), "title"),
            Value(find_overdue(promising, settling, site.at)),
            Value([each.language.id for each in editions if month in each.months] if len(editions) > 1 else ()),
        )
        yield PageGroup("print", context.shell, (month,), sources, make_printed_page)


def make_printed_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    month: str,
    items: tuple[PublicItem, ...],
    links: tuple[tuple[LinkTarget, ...], ...],
    files: Mapping[str, tuple[DownloadFile, ...]],
    settling: Mapping[str, tuple[Brief | None, ...]],
    overdue: Mapping[str, tuple[bool, ...]],
    languages: Sequence[str],
) -> Iterator[Page]:
    """Make the printed bulletin of a month, in the order in which it happened; files and what settles by path."""
    ordered = list(zip(items, links, strict=True))[::-1]
    address = urls.make_print_address(month)
    inputs = PrintedInputs(
        href=shell.make_href(address),
        month=f"{month}-01",
        month_href=shell.make_href(urls.make_month_address(month)),
        items=tuple(
            make_printed_item(
                *(shell, placed, number, answers, files.get(placed.item.path, ())),
                make_commitment_briefs(
                    *(shell, placed.item.commitments),
                    *(settling.get(placed.item.path, ()), overdue.get(placed.item.path, ())),
                ),
            )
            for number, (placed, answers) in enumerate(ordered, 1)
        ),
        alternates=shell.list_alternates(address, languages),
    )
    bodies = tuple(placed.item.body for placed, _ in ordered)
    yield shell.make_page(address, "printed", "print.html", inputs, bodies)


def make_printed_item(  # noqa: PLR0913, PLR0917 - what it shows
    shell: Shell,
    placed: PublicItem,
    number: int,
    links: tuple[LinkTarget, ...],
    files: tuple[DownloadFile, ...],
    commitments: Iterable[CommitmentBrief],
) -> PrintedItem:
    """Gather what a printed month says of an item; `number` tells its ids from those of the others."""
    prefix = f"{number}-"
    return extend_inputs(
        PrintedItem,
        shell.make_item_brief(placed),
        placed.item,
        prefix=prefix,
        links=links,
        files=files,
        fields=shell.list_fields(placed.item.custom, "item"),
        events=tuple(make_event_brief(shell, placed, n) for n in range(len(placed.item.events))),
        commitments=tuple(replace(each, anchor=prefix + each.anchor) for each in commitments),
    )


def make_printed_view(frame: Frame, inputs: PrintedInputs, bodies: Sequence[str]) -> PrintedView:
    """Make what `print.html` sees."""
    title = format_date(inputs.month, "month", frame.locale)
    return extend_inputs(
        PrintedView,
        inputs,
        frame=frame,
        head=replace(make_page_head(frame, inputs, title, ""), hidden=True),
        breadcrumbs=(
            link_home(frame),
            link_dates(frame),
            NamedLink(title, inputs.month_href),
            NamedLink(get_translator(frame)("For printing"), inputs.href),
        ),
        articles=tuple(
            extend_inputs(
                Article, i, id=f"site:{number}", body=lower_headings(fill_placeholders(body, i.links, i.prefix))
            )
            for number, (i, body) in enumerate(zip(inputs.items, bodies, strict=True), 1)
        ),
        code=make_qr_code(frame.origin + inputs.month_href),
    )


def lower_headings(html: str) -> str:
    """Put the headings of a body one level lower, below its title, and have its pictures there before it is printed.

    Tables of several bodies may have one name, so that they are no landmarks.
    """
    html = REGION.sub(r'\1 role="group"', html.replace(' loading="lazy"', ""))
    for level in range(5, 1, -1):
        if f"<h{level}" in html:
            html = html.replace(f"<h{level}", f"<h{level + 1}").replace(f"</h{level}>", f"</h{level + 1}>")
    return html
