"""The nouns: frozen records of what editors wrote and what is made of it; no rule and no file access lives here.

Records hold tuples, never sets or dicts, so that their encoding is the same on every machine.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.msgpack import Decoder

RegistryName = Literal["communities", "topics", "people"]
REGISTRIES: tuple[RegistryName, ...] = ("communities", "topics", "people")
# What a list of communities says for all of them; no name of one.
EVERY_COMMUNITY = ("all", "全部")
# Of alerts, the least first.
LEVELS = ("notice", "warning", "emergency")
STATUSES = ("open", "in progress", "done", "dropped", "not reported")
# Of a commitment that stands so nothing is waited for any more.
SETTLED = frozenset(["done", "dropped"])

# What is kept of a yes and a no of the site's own fields.
YES, NO = "yes", "no"

Text = tuple[tuple[str, str], ...]
"""One text by language: (language id, text) pairs; the id "" stands for every language without a pair of its own."""


def choose_text(text: Text, language: str) -> str:
    """Choose the words for a language: its own, else those for all, else the first."""
    words = dict(text)
    return words.get(language) or words.get("") or (text[0][1] if text else "")


class When(Struct, frozen=True, array_like=True, order=True):
    """A day or a moment: seconds since 1970, ISO 8601 text with the site's offset, and whether a time was given."""

    epoch: int
    local: str
    timed: bool = False

    @property
    def day(self) -> date:
        """The day in the site's time zone."""
        return date.fromisoformat(self.local[:10])

    @property
    def moment(self) -> datetime:
        """The moment, with its offset."""
        return datetime.fromisoformat(self.local)

    @property
    def year(self) -> str:
        """The year in the site's time zone, four digits."""
        return self.local[:4]

    @property
    def month(self) -> str:
        """The month in the site's time zone, two digits."""
        return self.local[5:7]

    @property
    def machine(self) -> str:
        """The text of a `datetime` attribute: the day, or the moment with its offset."""
        return self.local if self.timed else self.local[:10]


class Reference(Struct, frozen=True, array_like=True):
    """Where an item's content comes from."""

    name: str
    url: str = ""


class Review(Struct, frozen=True):
    """Who read an item before it was published, and when."""

    name: str
    date: When | None = None


class Event(Struct, frozen=True, array_like=True):
    """What takes place: from, to, title, place; the communities it concerns; the language of its words.

    `over` is the first moment after it: its end, or the end of its last day where no time of its end is known;
    `everywhere` is true where its communities are all of the township.
    """

    date: When
    over: When
    title: str
    lang: str
    end: When | None = None
    place: str = ""
    communities: tuple[str, ...] = ()
    everywhere: bool = False


def find_last_day(event: Event) -> date:
    """Give the last day on which an event takes place: what ends at 00:00 is over on the day before."""
    return max(event.date.day, (event.over.moment - timedelta(seconds=1)).date())


class Commitment(Struct, frozen=True, array_like=True):
    """What was promised: by whom, due when, where it stands and what shows it; `late` is the first moment after due."""

    id: str
    text: str
    lang: str
    owner: str = ""
    due: When | None = None
    status: str = "not reported"
    evidence: str = ""
    late: When | None = None


class Correction(Struct, frozen=True, array_like=True):
    """What was put right after publication."""

    date: When
    note: str


class Withdrawal(Struct, frozen=True):
    """When and why an item was withdrawn."""

    date: When
    reason: str


class Alert(Struct, frozen=True):
    """A banner on every page until the end of a day."""

    level: str
    until: When


class Disclosure(Struct, frozen=True):
    """The record of an item in a catalogue of disclosed government information."""

    index_number: str = ""
    document_number: str = ""
    category: str = ""
    openness: str = ""
    valid: str = ""
    repealed: str = ""


class Contact(Struct, frozen=True):
    """Whom to ask: an office's name, telephone numbers, mailbox, hours and place, and the language of these words."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    hours: str = ""
    place: str = ""
    lang: str = ""


class Heading(Struct, frozen=True, array_like=True):
    """A heading of a body: level 2 to 6, its id within the page, its words."""

    level: int
    id: str
    text: str


class Link(Struct, frozen=True, array_like=True):
    """A link or picture of a body that the site has to answer: the target as written, and where it is written.

    `target` is the decoded text; `text` the words of the link or the picture's alternative text.
    """

    target: str
    picture: bool = False
    text: str = ""


class Outline(Struct, frozen=True, array_like=True):
    """What a body is divided by: its headings, and every id in it."""

    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()


OUTLINE = Decoder(Outline)


class Prose(Struct, frozen=True, array_like=True):
    """A body as safe HTML with numbered placeholders (`slot:0` …) for its links, and what stands in it."""

    html: str
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()


class Picture(Struct, frozen=True, array_like=True):
    """What is known of a picture: its format (PNG, JPEG, GIF, WEBP, AVIF, SVG) and more.

    `variant_key` is the digest of its bytes and of how other pictures are made of it. It may be `animated`;
    `transparent` (it has transparent parts); `drawing` (it has few colours, as a chart or map has); `needs_encoding`
    (turned, or in other colours than sRGB, so that it cannot be published without being encoded again).
    """

    form: str
    variant_key: str
    animated: bool = False
    transparent: bool = False
    drawing: bool = False
    needs_encoding: bool = False


class Attachment(Struct, frozen=True, array_like=True):
    """A file that is copied: path below content/, the item's folder ("" for a static file), digest, bytes, pixels.

    `failure` is why a picture cannot be published ("" where it can); `metadata` is what a document says of who made it,
    as pairs of property and value; `pages` is how many it has, 0 where that is not known; `signs` are those that a font
    has, as first and last of each run of code points.
    """

    path: str
    owner: str
    digest: str
    size: int
    width: int = 0
    height: int = 0
    picture: Picture | None = None
    failure: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    signs: tuple[tuple[int, int], ...] = ()


class CustomValue(Struct, frozen=True, array_like=True):
    """The value that an item has for a field of the site's own: the field's name and kind, the text, its language.

    Of yes and no the text is YES or NO; a date is `when` too. `show` are the places where pages show it.
    """

    name: str
    kind: str
    text: str
    lang: str
    when: When | None = None
    show: tuple[str, ...] = ()


class Item(Struct, frozen=True, array_like=True, kw_only=True):
    """One Markdown file an editor wrote, validated; a plain page is an item without column and date.

    A page may introduce a column: its path tells, and the list of the column is its page.
    `path` is below content/; `id` is shared by the translations of one item; `body` is the digest of its Prose;
    `everywhere` is true where `communities` are all of the township;
    `expires`, `pinned_until` and an alert's `until` are the first moment after their day; `says` has digests of what
    the block says to readers, by field; `outline` is an Outline, encoded: every item has one, and few are asked for it;
    `custom` are the values of the site's own fields.
    """

    path: str
    id: str
    column: str
    lang: str
    slug: str
    title: str
    date: When | None
    body: str
    summary: str = ""
    updated: When | None = None
    written: When | None = None
    expires: When | None = None
    communities: tuple[str, ...] = ()
    everywhere: bool = False
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    source: Reference | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False
    pinned_until: When | None = None
    author: str = ""
    reviewers: tuple[Review, ...] = ()
    image: str = ""
    related: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    settles: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    alert: Alert | None = None
    disclosure: Disclosure | None = None
    contact: Contact | None = None
    order: int = 0
    template: str = ""
    links: tuple[Link, ...] = ()
    outline: bytes = b""
    says: str = ""
    custom: tuple[CustomValue, ...] = ()

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the body."""
        return OUTLINE.decode(self.outline).headings if self.outline else ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that links may lead to, headings' among them."""
        return OUTLINE.decode(self.outline).ids if self.outline else ()


def means_every_community(registry: str, name: str) -> bool:
    """Tell whether a name of a registry means all communities, also those that are registered later."""
    return registry == "communities" and name.casefold() in EVERY_COMMUNITY


def concerns_township(item: Item) -> bool:
    """Tell whether an item or one of its events concerns all communities of the township."""
    return item.everywhere or any(each.everywhere for each in item.events)


class Title(Struct, frozen=True, array_like=True):
    """An office that a person held: its words by language, from and to (a year, a month or a day; "" for no end)."""

    words: Text
    since: str = ""
    until: str = ""


class ContactText(Struct, frozen=True):
    """Whom to ask about a column, an entry of a registry or the site, by language."""

    name: Text = ()
    telephone: Text = ()
    email: Text = ()
    hours: Text = ()
    place: Text = ()


class RegistryEntry(Struct, frozen=True, array_like=True, kw_only=True):
    """An entry of a registry: a community, a topic or a person that items name.

    `names` by language; `formerly` are names it had; `outside` marks a place that is not the township's; `titles` are
    the offices of a person besides the one shown, `role`, which `since` and `until` are of; `contact` is whom to ask
    there.
    """

    registry: RegistryName
    id: str
    names: Text
    note: Text = ()
    role: Text = ()
    since: str = ""
    until: str = ""
    formerly: tuple[str, ...] = ()
    outside: bool = False
    titles: tuple[Title, ...] = ()
    contact: ContactText | None = None


class Column(Struct, frozen=True):
    """The section an item stands in: its folder's name, its segment of an address, its title by language.

    `contact` is whom to ask about its items; `column_type`, `description` and `keywords` are what a government site's
    tags say of it.
    """

    id: str
    slug: str
    title: Text
    kind: str = ""
    freshness: int = 0
    column_type: str = ""
    description: Text = ()
    keywords: Text = ()
    contact: ContactText | None = None


class Language(Struct, frozen=True):
    """A language of the site: id, first segment of its addresses ("" for the main one), BCP 47 tag, Babel locale.

    Where the site has words of its own for it, the locale is named with these (`language.py`).
    """

    id: str
    path: str
    tag: str
    locale: str
    name: str


class FieldBrief(Struct, frozen=True):
    """The value of a field of the site's own as a page shows it, with its label; `lang` is the tag of its words.

    A date is `when`, and has no text; `href` is where a value leads or what it dials, "" for nothing.
    """

    label: str
    text: str
    lang: str = ""
    href: str = ""
    when: When | None = None


class Brief(Struct, frozen=True, kw_only=True):
    """What a list shows of an item; `href` starts with the base path; `lang` is the tag of its own language.

    `foreign` marks an item that has no translation into the list's language; where a list shows no summary, `summary`,
    `column` and `updated` are empty. `everywhere` is true where its communities are all of the township; `picture` is
    the HTML of its small picture, "" where lists show none; `fields` are the fields of the site's own that lists show.
    """

    title: str
    href: str
    date: When
    lang: str
    foreign: bool = False
    summary: str = ""
    column: str = ""
    communities: tuple[str, ...] = ()
    everywhere: bool = False
    updated: When | None = None
    picture: str = ""
    fields: tuple[FieldBrief, ...] = ()
