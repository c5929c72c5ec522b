"""The bulletin of a month as one document for the printer; it has the bodies of all its items, and no list."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.language import in_words
from site_builder.markdown.link_placeholders import Answer, fill
from site_builder.model import Correction, Item, Reference, When
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, tag_of, words
from site_builder.planning.items.pages import answers
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, encoded, keyed
from site_builder.planning.qr_code import Code, code
from site_builder.site.grouping import dated


class PrintedItem(Struct, frozen=True):
    """An item of a printed month besides its body; `prefix` goes before the ids in that."""

    title: str
    href: str
    lang: str
    date: When
    column: str
    communities: tuple[str, ...]
    source: Reference | None
    corrections: tuple[Correction, ...]
    prefix: str
    answers: tuple[Answer, ...]


class PrintedInputs(Struct, frozen=True):
    """All that a printed month is made of besides the frame and the bodies of its items."""

    href: str
    month: str
    month_href: str
    items: tuple[PrintedItem, ...]
    alternates: tuple[Alternate, ...]


class Article(Struct, frozen=True):
    """An item of a printed month with its body; `id` is that of its place in the document."""

    id: str
    title: str
    href: str
    lang: str
    date: When
    column: str
    communities: tuple[str, ...]
    source: Reference | None
    corrections: tuple[Correction, ...]
    body: str


class PrintedView(Struct, frozen=True):
    """What `print.html` sees: the month's first day, its items from the first to the last, a code of its address."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    month: str
    month_href: str
    articles: tuple[Article, ...]
    code: Code | None


def print_address(month: str) -> str:
    """Give the address of a printed month (contract, section 3)."""
    return urls.address("print", month[:4], month[5:7])


def plan_printed(room: Room) -> Iterator[Plot]:
    """Plan the printed bulletin of every month with items."""
    for month, items in room.edition.months.items():
        links = [answers(room.site, item) for item in items if item.links]
        plotted = keyed(room.salt, room.marks.of_whole(items), encoded(links))
        yield Plot(f"{room.language.id}/print/{month}", plotted, partial(printed_page, room, month, items))


def printed_page(room: Room, month: str, items: Sequence[Item]) -> Iterator[Page]:
    """Make the printed bulletin of a month, in the order in which it happened."""
    ordered = items[::-1]
    address = print_address(month)
    editions = [each for each in room.site.editions if month in each.months]
    inputs = PrintedInputs(
        href=room.href(address),
        month=f"{month}-01",
        month_href=room.href(urls.address(month[:4], month[5:])),
        items=tuple(printed_item(room, item, number) for number, item in enumerate(ordered, 1)),
        alternates=tuple(room.alternate(e.language, address) for e in editions) if len(editions) > 1 else (),
    )
    bodies = tuple(item.body for item in ordered)
    yield Page(room.path(address), "printed", "print.html", room.language.locale, (room.frame, inputs), bodies)


def printed_item(room: Room, item: Item, number: int) -> PrintedItem:
    """Gather what a printed month says of an item."""
    brief = room.brief(item)
    return PrintedItem(
        title=item.title,
        href=brief.href,
        lang=tag_of(room.site, item.lang),
        date=dated(item),
        column=brief.column,
        communities=brief.communities,
        source=item.source,
        corrections=item.corrections,
        prefix=f"{number}-",
        answers=answers(room.site, item),
    )


def printed_view(frame: Frame, inputs: PrintedInputs, bodies: Sequence[str]) -> PrintedView:
    """Make what `print.html` sees."""
    title = in_words(inputs.month, "month", frame.locale)
    return PrintedView(
        frame=frame,
        head=Head(title, "", frame.origin + inputs.href, inputs.alternates, hidden=True),
        breadcrumbs=(
            home(frame),
            Named(words(frame)("By date"), f"{frame.root}dates/"),
            Named(title, inputs.month_href),
            Named(words(frame)("For printing"), inputs.href),
        ),
        month=inputs.month,
        month_href=inputs.month_href,
        articles=tuple(
            Article(
                id=f"site:{number}",
                title=i.title,
                href=i.href,
                lang=i.lang,
                date=i.date,
                column=i.column,
                communities=i.communities,
                source=i.source,
                corrections=i.corrections,
                body=lowered(fill(body, i.answers, i.prefix)),
            )
            for number, (i, body) in enumerate(zip(inputs.items, bodies, strict=True), 1)
        ),
        code=code(frame.origin + inputs.month_href),
    )


def lowered(html: str) -> str:
    """Put the headings of a body one level lower, below its title, and have its pictures there before it is printed."""
    html = html.replace(' loading="lazy"', "")
    for level in range(5, 1, -1):
        if f"<h{level}" in html:
            html = html.replace(f"<h{level}", f"<h{level + 1}").replace(f"</h{level}>", f"</h{level + 1}>")
    return html
