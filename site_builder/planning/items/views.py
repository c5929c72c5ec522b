"""The views of an item and of a plain page: what `item.html` and `page.html` see; decides nothing about the site."""

from site_builder import urls
from site_builder.markdown.link_placeholders import (
    LinkTarget,
    fill_placeholders,
    is_reduced,
    link_picture,
    render_picture,
)
from site_builder.model import Brief, Correction, Disclosure, FieldBrief, Heading, Reference, Review, When, Withdrawal
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Alternate,
    Frame,
    HtmlView,
    NamedLink,
    PageHead,
    SharedImage,
    get_translator,
    link_home,
    make_drawn_picture,
)
from site_builder.planning.government_tags import Tags
from site_builder.planning.item_inputs import (
    CommitmentBrief,
    ContactBrief,
    DownloadFile,
    EventBrief,
    ItemInputs,
    MissingTranslation,
    PageInputs,
)
from site_builder.planning.items.structured_data import describe_item
from site_builder.planning.qr_code import QrCode, make_qr_code
from site_builder.site.grouping import require_date


class ItemView(HtmlView, frozen=True):
    """What `item.html` sees; `lead` is the HTML of the picture above the body, `code` the QR code of its address.

    `fields` are those of the site's own that it has.

    `everywhere` is true where its communities are all of the township.
    """

    title: str
    lang: str
    date: When
    day_href: str
    updated: When | None
    written: When | None
    column: NamedLink
    communities: tuple[NamedLink, ...]
    everywhere: bool
    topics: tuple[NamedLink, ...]
    people: tuple[NamedLink, ...]
    fields: tuple[FieldBrief, ...]
    source: Reference | None
    summary: str
    author: str
    reviewers: tuple[Review, ...]
    lead: str
    body: str
    headings: tuple[Heading, ...]
    events: tuple[EventBrief, ...]
    commitments: tuple[CommitmentBrief, ...]
    settles: tuple[Brief, ...]
    corrections: tuple[Correction, ...]
    withdrawn: Withdrawal | None
    disclosure: Disclosure | None
    contact: ContactBrief | None
    files: tuple[DownloadFile, ...]
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    alternates: tuple[Alternate, ...]
    untranslated: tuple[MissingTranslation, ...]
    code: QrCode | None


class PageView(HtmlView, frozen=True):
    """What `page.html` sees."""

    title: str
    lang: str
    updated: When | None
    reviewers: tuple[Review, ...]
    body: str
    headings: tuple[Heading, ...]
    corrections: tuple[Correction, ...]
    withdrawn: Withdrawal | None
    files: tuple[DownloadFile, ...]


def make_item_view(frame: Frame, inputs: ItemInputs, bodies: tuple[str, ...]) -> ItemView:
    """Make what `item.html` sees."""
    item = inputs.item
    breadcrumbs = (link_home(frame), inputs.column, NamedLink(item.title, inputs.href))
    withdrawn = inputs.withdrawn
    return extend_inputs(
        ItemView,
        inputs,
        item,
        frame=frame,
        head=make_item_head(frame, inputs, breadcrumbs),
        breadcrumbs=breadcrumbs,
        lang=inputs.tag,
        date=require_date(item),
        source=None if withdrawn else item.source,
        summary="" if withdrawn else item.summary,
        lead=render_lead(frame, inputs.lead) if inputs.lead else "",
        body=fill_placeholders(bodies[0], inputs.links, lazy=inputs.lead is not None, enlarge=True) if bodies else "",
        headings=() if withdrawn else item.headings,
        commitments=() if withdrawn else inputs.commitments,
        withdrawn=item.withdrawn,
        code=None if withdrawn else make_qr_code(frame.origin + inputs.href),
    )


def render_lead(frame: Frame, lead: LinkTarget) -> str:
    """Write the picture above a body, which leads to the whole of it."""
    picture = render_picture(lead, ' alt=""')
    return link_picture(lead, picture, get_translator(frame)("Enlarge the picture")) if is_reduced(lead) else picture


def make_item_head(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[NamedLink, ...]) -> PageHead:
    """Make the head of an item's page."""
    item = inputs.item
    return PageHead(
        title=item.title,
        description="" if inputs.withdrawn else item.summary,
        url=frame.origin + inputs.href,
        alternates=inputs.alternates,
        feed=inputs.column.href + urls.FEED,
        image=frame.origin + inputs.image_href if inputs.image else "",
        picture=choose_picture(frame, inputs),
        json_ld=describe_item(frame, inputs, breadcrumbs),
        kind="article",
        hidden=inputs.withdrawn,
        tags=make_article_tags(frame, inputs, breadcrumbs),
    )


def choose_picture(frame: Frame, inputs: ItemInputs) -> SharedImage | None:
    """Give the picture by which an item is shared: its own, one that is drawn for it, that of its column."""
    if inputs.image:
        return SharedImage(frame.origin + inputs.image_href, *inputs.image.fallback_size)
    return (
        make_drawn_picture(frame.origin, inputs.href) if inputs.drawn else frame.find_list_picture(inputs.column.href)
    )


def make_article_tags(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[NamedLink, ...]) -> Tags:
    """Give the tags of a government site's item (国办发〔2017〕47号); what is not known has none."""
    if frame.government is None:
        return ()
    item, shown = inputs.item, not inputs.withdrawn
    tags = frame.tags(PageHead(item.title, "", ""), breadcrumbs)
    optional = {
        "ContentSource": item.source.name if item.source else frame.government.sponsor,
        "Keywords": ",".join(each.name for each in (*inputs.communities, *inputs.topics)),
        "Author": item.author,
        "Description": item.summary if shown else "",
        "Image": frame.origin + inputs.image_href if inputs.image else "",
    }
    return (
        *tags,
        ("ArticleTitle", item.title),
        ("PubDate", require_date(item).local[:16].replace("T", " ")),
        *((name, value) for name, value in optional.items() if value),
        ("Url", frame.origin + inputs.href),
    )


def make_page_view(frame: Frame, inputs: PageInputs, bodies: tuple[str, ...]) -> PageView:
    """Make what `page.html` sees."""
    item, shown = inputs.item, inputs.item.withdrawn is None
    return extend_inputs(
        PageView,
        item,
        frame=frame,
        head=PageHead(
            item.title,
            item.summary if shown else "",
            frame.origin + inputs.href,
            inputs.alternates,
            hidden=not shown,
        ),
        breadcrumbs=(link_home(frame), NamedLink(item.title, inputs.href)),
        lang=inputs.tag,
        body=fill_placeholders(bodies[0], inputs.links, enlarge=True) if bodies else "",
        headings=item.headings if shown else (),
        files=inputs.files,
    )
