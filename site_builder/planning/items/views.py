"""The views of an item and of a plain page: what `item.html` and `page.html` see; decides nothing about the site."""

from msgspec import Struct

from site_builder.markdown.link_placeholders import fill, in_forms
from site_builder.model import Brief, Correction, Disclosure, Heading, Reference, Review, When, Withdrawal
from site_builder.planning.edition import Alternate, Frame, Head, Named, home
from site_builder.planning.government_tags import Tags
from site_builder.planning.item_inputs import File, Happening, ItemInputs, Missing, PageInputs, Promise
from site_builder.planning.items.structured_data import json_ld
from site_builder.planning.qr_code import Code, code
from site_builder.site.grouping import dated


class ItemView(Struct, frozen=True):
    """What `item.html` sees; `lead` is the HTML of the picture above the body, `code` the QR code of its address."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    lang: str
    date: When
    day_href: str
    updated: When | None
    written: When | None
    column: Named
    communities: tuple[Named, ...]
    topics: tuple[Named, ...]
    people: tuple[Named, ...]
    source: Reference | None
    summary: str
    author: str
    reviewers: tuple[Review, ...]
    lead: str
    body: str
    headings: tuple[Heading, ...]
    events: tuple[Happening, ...]
    commitments: tuple[Promise, ...]
    settles: tuple[Brief, ...]
    corrections: tuple[Correction, ...]
    withdrawn: Withdrawal | None
    disclosure: Disclosure | None
    files: tuple[File, ...]
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    alternates: tuple[Alternate, ...]
    untranslated: tuple[Missing, ...]
    code: Code | None


class PageView(Struct, frozen=True):
    """What `page.html` sees."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    lang: str
    updated: When | None
    body: str
    headings: tuple[Heading, ...]


def item_view(frame: Frame, inputs: ItemInputs, bodies: tuple[str, ...]) -> ItemView:
    """Make what `item.html` sees."""
    item = inputs.item
    breadcrumbs = (home(frame), inputs.column, Named(item.title, inputs.href))
    when = dated(item)
    return ItemView(
        frame=frame,
        head=item_head(frame, inputs, breadcrumbs),
        breadcrumbs=breadcrumbs,
        title=item.title,
        lang=inputs.tag,
        date=when,
        day_href=inputs.day_href,
        updated=item.updated,
        written=item.written,
        column=inputs.column,
        communities=inputs.communities,
        topics=inputs.topics,
        people=inputs.people,
        source=None if inputs.withdrawn else item.source,
        summary="" if inputs.withdrawn else item.summary,
        author=item.author,
        reviewers=item.reviewers,
        lead=in_forms(inputs.lead, ' alt=""') if inputs.lead else "",
        body=fill(bodies[0], inputs.answers, below=inputs.lead is not None) if bodies else "",
        headings=() if inputs.withdrawn else item.headings,
        events=inputs.events,
        commitments=() if inputs.withdrawn else inputs.commitments,
        settles=inputs.settles,
        corrections=item.corrections,
        withdrawn=item.withdrawn,
        disclosure=item.disclosure,
        files=inputs.files,
        previous=inputs.previous,
        next=inputs.next,
        related=inputs.related,
        alternates=inputs.alternates,
        untranslated=inputs.untranslated,
        code=None if inputs.withdrawn else code(frame.origin + inputs.href),
    )


def item_head(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[Named, ...]) -> Head:
    """Make the head of an item's page."""
    item = inputs.item
    return Head(
        title=item.title,
        description="" if inputs.withdrawn else item.summary,
        url=frame.origin + inputs.href,
        alternates=inputs.alternates,
        feed=inputs.column.href + "feed.xml",
        image=frame.origin + inputs.image if inputs.image else "",
        json_ld=json_ld(frame, inputs, breadcrumbs),
        kind="article",
        hidden=inputs.withdrawn,
        tags=article_tags(frame, inputs, breadcrumbs),
    )


def article_tags(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[Named, ...]) -> Tags:
    """Give the tags of a government site's item (国办发〔2017〕47号); what is not known has none."""
    if frame.government is None:
        return ()
    item, shown = inputs.item, not inputs.withdrawn
    tags = frame.tags(Head(item.title, "", ""), breadcrumbs)
    optional = {
        "ContentSource": item.source.name if item.source else frame.government.sponsor,
        "Keywords": ",".join(each.name for each in (*inputs.communities, *inputs.topics)),
        "Author": item.author,
        "Description": item.summary if shown else "",
        "Image": frame.origin + inputs.image if inputs.image else "",
    }
    return (
        *tags,
        ("ArticleTitle", item.title),
        ("PubDate", dated(item).local[:16].replace("T", " ")),
        *((name, value) for name, value in optional.items() if value),
        ("Url", frame.origin + inputs.href),
    )


def page_view(frame: Frame, inputs: PageInputs, bodies: tuple[str, ...]) -> PageView:
    """Make what `page.html` sees."""
    item = inputs.item
    return PageView(
        frame=frame,
        head=Head(item.title, item.summary, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(item.title, inputs.href)),
        title=item.title,
        lang=inputs.tag,
        updated=item.updated,
        body=fill(bodies[0], inputs.answers) if bodies else "",
        headings=item.headings,
    )
