"""What views are made with and templates see on every page: the frame, links, the head; reads no item and no site."""

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from msgspec import Struct

from site_builder import urls
from site_builder.images.share_picture import SHARE_SIZE
from site_builder.language import make_translator
from site_builder.model import Language, When
from site_builder.planning.government_tags import GovernmentInfo, Tags, make_tags
from site_builder.planning.json_ld import describe_breadcrumbs, describe_organisation, format_json_ld


class NamedLink(Struct, frozen=True):
    """A name with where it leads; `lang` is a language tag where the words are not in the page's language."""

    name: str
    href: str
    lang: str = ""


class SiteLanguage(Struct, frozen=True):
    """A language of the site: its tag, its own name, the href of its home, and what that is called in it."""

    tag: str
    name: str
    root: str
    home: str


class Alternate(Struct, frozen=True):
    """The same page in a language: tag, the language's name, absolute url, href."""

    tag: str
    name: str
    url: str
    href: str


class Banner(Struct, frozen=True):
    """An alert that stands on every page: level, words, where they lead, the language of the words.

    `places` are the names of its `communities` (ids), `everywhere` is true where these are all of the township;
    `summary` says what to do, `until` is its last day or moment, `over` the first moment after it.
    """

    level: str
    name: str
    href: str
    lang: str
    everywhere: bool
    communities: tuple[str, ...]
    places: tuple[str, ...]
    summary: str
    until: When
    over: When


class SharedImage(Struct, frozen=True):
    """The picture by which a page is shared: absolute url, pixels."""

    url: str
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        """Whether it is shown above the words of a page, not beside them."""
        return self.width > self.height


class SiteIcons(Struct, frozen=True):
    """Hrefs of the site's mark: beside its name, as a drawing, for browsers and phones, and of what tells of these.

    Any but the first is "" where there is none; so are those at the root of a host that are asked for by name.
    """

    mark: str
    drawing: str = ""
    small: str = ""
    touch: str = ""
    manifest: str = ""


class SiteLogo(Struct, frozen=True):
    """The picture that stands for the site's name above every page: href, pixels as shown, href of that for the dark.

    `dark` is "" where the same picture does for both.
    """

    href: str
    width: int
    height: int
    dark: str = ""


class SiteLook(Struct, frozen=True):
    """What site.toml says of the look: hrefs of the rules that are made of it and of the site's stylesheet, the logo.

    An href is "" where there is no such file.
    """

    rules: str = ""
    stylesheet: str = ""
    logo: SiteLogo | None = None


class Frame(Struct, frozen=True, cache_hash=True):
    """What every page of a language shows: titles, navigation, notice, footer, alerts, the theme's files.

    `root` is the href of this language's home, `base` that of the whole site, `site_url` the absolute url of `base`;
    `search` is the href of the search page and `statement` that of the accessibility statement, "" where there is none.
    `report` is where mistakes are reported, with `{page}` for the address of the page, "" for nowhere.
    `locale` is Babel's name, `words` the same with the site's own words.
    `picture` stands for pages that have none of their own where they are shared; `drawn` are the hrefs of the lists for
    which one is drawn.
    `look` is what site.toml says of it, `menu` the entries of its own menu, none for the theme's navigation.
    `staging` marks a copy that is not the public site: every page says so, and asks search engines to leave it out.
    """

    title: str
    description: str
    tag: str
    locale: str
    words: str
    base: str
    root: str
    site_url: str
    origin: str
    notice: str
    footer: str
    contact: str
    events: str
    search: str
    columns: tuple[NamedLink, ...]
    pages: tuple[NamedLink, ...]
    tongues: tuple[SiteLanguage, ...]
    alerts: tuple[Banner, ...]
    files: tuple[NamedLink, ...]
    icons: SiteIcons
    picture: SharedImage | None = None
    drawn: tuple[str, ...] = ()
    government: GovernmentInfo | None = None
    statement: str = ""
    report: str = ""
    staging: bool = False
    look: SiteLook = SiteLook()
    menu: tuple[NamedLink, ...] = ()

    def is_in_menu(self, url: str) -> bool:
        """Tell whether the site's own menu leads to the page of a url."""
        return any(self.origin + each.href == url for each in self.menu)

    def find_section(self, breadcrumbs: Sequence[NamedLink]) -> NamedLink | None:
        """Give the step to a page that the main navigation marks: the last that the site's own menu leads to, if any.

        Else it is the one below home.
        """
        hrefs = [each.href for each in self.menu]
        led = (each for each in reversed(breadcrumbs[1:]) if each.href in hrefs)
        return next(led, breadcrumbs[1] if len(breadcrumbs) > 1 else None)

    def tags(self, head: "PageHead", breadcrumbs: Sequence[NamedLink]) -> Tags:
        """Give the names and contents of the tags that a government site's page has to have; none for any other."""
        if self.government is None or head.tags:
            return head.tags
        trail = [(each.name, each.href) for each in breadcrumbs]
        return make_tags(self.government, head.title, head.description, trail)

    def linked_data(self, head: "PageHead", breadcrumbs: Sequence[NamedLink]) -> str:
        """Describe a page in the words of schema.org: as its view does, else home's publisher, or the way to a list."""
        if head.json_ld or head.hidden:
            return head.json_ld
        if not breadcrumbs:
            return format_json_ld(describe_organisation(self.title, self.site_url))
        return format_json_ld(describe_breadcrumbs([(each.name, self.origin + each.href) for each in breadcrumbs]))

    def choose_picture(self, head: "PageHead") -> SharedImage | None:
        """Give the picture by which a page is shared: its own, else the site's."""
        return head.picture or self.picture

    def find_list_picture(self, href: str) -> SharedImage | None:
        """Give the picture that is drawn for a list, None where there is none."""
        return make_drawn_picture(self.origin, href) if href in self.drawn else None

    def make_report_href(self, url: str) -> str:
        """Give where a mistake on the page of a url is reported, "" for nowhere."""
        return self.report.replace("{page}", quote(url, safe=""))

    def asset(self, name: str) -> str:
        """Give the href of a file of templates/static/; raises KeyError where there is none."""
        found = next((file.href for file in self.files if file.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


class PageHead(Struct, frozen=True):
    """What stands in a page's <head>: its title, description, absolute url, other languages, feed, picture, JSON-LD.

    `image` is the url of a picture that the page shows, `picture` that by which it is shared, None for the site's.
    `tags` are those of a government site's item.
    """

    title: str
    description: str
    url: str
    alternates: tuple[Alternate, ...] = ()
    feed: str = ""
    image: str = ""
    json_ld: str = ""
    kind: str = "website"
    hidden: bool = False
    tags: Tags = ()
    picture: SharedImage | None = None


class HtmlView(Struct, frozen=True):
    """What the template of every page of a language sees."""

    frame: Frame
    head: PageHead
    breadcrumbs: tuple[NamedLink, ...]


class LinkedInputs(Struct, frozen=True):
    """What pages with an address of their own are made of: their href, the same in all languages that have it."""

    href: str
    alternates: tuple[Alternate, ...]


def make_drawn_picture(origin: str, href: str) -> SharedImage:
    """Give the picture that is drawn for the page of an href."""
    return SharedImage(origin + href + urls.SHARE_PICTURE, *SHARE_SIZE)


def make_page_head(  # noqa: PLR0913, PLR0917 - what a head consists of
    frame: Frame,
    inputs: LinkedInputs,
    title: str,
    about: str,
    feed: str = "",
    picture: SharedImage | None = None,
) -> PageHead:
    """Make the head of a page that has an address of its own."""
    return PageHead(title, about, frame.origin + inputs.href, inputs.alternates, feed, picture=picture)


def find_language_tag(languages: Iterable[Language], lang: str) -> str:
    """Give the tag of a language id, which is itself where the site has no such language."""
    return next((each.tag for each in languages if each.id == lang), lang)


def get_translator(frame: Frame) -> Callable[[str], str]:
    """Give the function that puts the interface's English words into a frame's language."""
    return make_translator(frame.words)


def link_home(frame: Frame) -> NamedLink:
    """Name the first step of every trail."""
    return NamedLink(get_translator(frame)("Home"), frame.root)


def link_dates(frame: Frame) -> NamedLink:
    """Name the date index."""
    return NamedLink(get_translator(frame)("By date"), f"{frame.root}{urls.DATES}/")


def format_registry_title(kind: str, frame: Frame) -> str:
    """Name a registry."""
    say = get_translator(frame)
    return {"communities": say("Communities"), "topics": say("Topics"), "people": say("People")}[kind]
