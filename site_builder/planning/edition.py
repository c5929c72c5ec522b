"""One language of a site as its planners see it, and what they may give to pages: shells, briefs, digests of items."""

from collections.abc import Iterable, Mapping
from copy import copy
from urllib.parse import quote
from zoneinfo import ZoneInfo

from site_builder import urls
from site_builder.content.item_digests import digest_brief, digest_item, select_shown
from site_builder.content.parse_result import ParsedFile
from site_builder.dates import find_last
from site_builder.language import make_translator, strip_own_words
from site_builder.model import LEVELS, Alert, Brief, Item, Language, choose_text, concerns_township
from site_builder.planning.frame import Banner, Frame, NamedLink, SiteLanguage, find_language_tag
from site_builder.planning.government_tags import make_government_info
from site_builder.planning.look.menu import make_menu
from site_builder.planning.look.site_look import make_asset_address, make_site_look
from site_builder.planning.outputs import ThemeFile
from site_builder.planning.sharing.icons import make_icons
from site_builder.planning.sharing.share_pictures import find_site_picture, list_drawn_lists
from site_builder.planning.shell import Shell, find_language_name
from site_builder.planning.thumbnails import find_thumbnails
from site_builder.site.grouping import list_communities
from site_builder.site.organise import STATEMENT, Edition, Site

ROOT_FILES = frozenset([urls.ICON, urls.TOUCH_ICON])


class ItemDigests:
    """What keys are made of, for every public item by path: digests of all of it, of what is shown, of relations."""

    def __init__(self, site: Site, parsed: Mapping[str, ParsedFile]) -> None:
        """Take the digests from reading; an item's address belongs to them.

        So does the small picture that lists show of it.
        Of an item that is not as it was read, since parts of it are dated for later, they are made anew.
        """
        addresses = self.addresses = {i.path: site.addresses[i.path].encode() for i in site.items}
        self.items = {path: parsed[path].item_digest + address for path, address in addresses.items()}
        self.briefs = {path: parsed[path].brief_digest + address for path, address in addresses.items()}
        for item in [i for i in site.items if i is not parsed[i.path].item]:
            self.items[item.path] = digest_item(item) + addresses[item.path]
            self.briefs[item.path] = digest_brief(item) + addresses[item.path]
        self.thumbnails = find_thumbnails(site)
        for path, thumbnail in self.thumbnails.items():
            self.briefs[path] += thumbnail.encode()
        self.briefs[""] = b"-"
        self.relations = {path: parsed[path].relations_digest for path in addresses}

    def replace_items(self, items: Iterable[Item]) -> "ItemDigests":
        """Give the same digests but for those of some items as a whole."""
        new = copy(self)
        new.items = self.items | {i.path: digest_item(i) + self.addresses[i.path] for i in items}
        return new


class EditionContext:
    """One edition with what its planners share: its shell, the briefs of its items. No page is made of it."""

    def __init__(self, site: Site, edition: Edition, theme: tuple[ThemeFile, ...], item_digests: ItemDigests) -> None:
        """Make the shell of an edition."""
        self.site = site
        self.edition = edition
        self.item_digests = item_digests
        self.shell = Shell(
            frame=make_frame(site, edition, theme),
            language=edition.language,
            languages=site.config.languages,
            columns=site.columns,
            entries=tuple(site.entries.values()),
            time_zone=site.config.time_zone,
            contacts=site.config.contacts,
            fields=site.config.fields,
        )
        self.briefs: dict[str, Brief] = {}

    def replace_site(self, site: Site, edition: Edition, item_digests: ItemDigests) -> "EditionContext":
        """Give the same context for a site where nothing changed but what only an item's own page and feeds show."""
        new = copy(self)
        new.site, new.edition, new.item_digests = site, edition, item_digests
        return new

    def make_brief(self, path: str) -> Brief:
        """Give what a list of this edition shows of an item."""
        found = self.briefs.get(path)
        if found is None:
            shown = select_shown(self.site.by_path[path])
            found = self.briefs[path] = self.shell.make_brief(
                shown, self.site.addresses[path], self.item_digests.thumbnails.get(path, "")
            )
        return found

    def find_languages(self, address: str) -> tuple[str, ...]:
        """Give the languages that have a list of this address; none where the site has but one."""
        editions = self.site.editions
        return tuple(each.language.id for each in editions if address in each.addresses) if len(editions) > 1 else ()


def make_frame(site: Site, edition: Edition, theme: tuple[ThemeFile, ...]) -> Frame:
    """Make the frame of an edition."""
    config, language = site.config, edition.language
    base = config.base_path
    root = urls.make_href(base, urls.make_address(language.path))
    files = tuple(NamedLink(file.name, urls.make_href(base, make_theme_address(file))) for file in theme)
    return Frame(
        title=choose_text(config.title, language.id),
        description=choose_text(config.description, language.id),
        tag=language.tag,
        locale=strip_own_words(language.locale),
        words=language.locale,
        base=base,
        root=root,
        site_url=config.base_url,
        origin=urls.get_origin(config.base_url),
        notice=choose_text(config.notice, language.id),
        footer=choose_text(config.footer, language.id),
        contact=choose_text(config.contact, language.id),
        events=urls.make_href(root, urls.make_address(urls.EVENTS)) if edition.occasions else "",
        search=urls.make_href(root, urls.make_address("search")) if config.search else "",
        columns=tuple(
            NamedLink(choose_text(c.title, language.id), urls.make_href(root, urls.make_address(c.slug)))
            for c in site.columns
        ),
        pages=tuple(
            NamedLink(i.title, urls.make_href(base, site.find_item_address(i)))
            for i in edition.pages
            if not i.withdrawn
        ),
        tongues=tuple(
            SiteLanguage(
                each.tag,
                find_language_name(each),
                urls.make_href(base, urls.make_address(each.path)),
                make_translator(each.locale)("Home"),
            )
            for each in config.languages
        ),
        alerts=make_banners(site, edition),
        files=files,
        icons=make_icons(site, theme, {file.name: file.href for file in files}, root),
        picture=find_site_picture(site, language, files),
        drawn=tuple(urls.make_href(base, each) for each in list_drawn_lists(site, language)),
        government=make_government_info(site, edition, root),
        statement=urls.make_href(root, STATEMENT) if STATEMENT in edition.addresses else "",
        look=make_site_look(site),
        menu=tuple(make_menu(site, edition)),
        report=make_report_address(config.contacts.report, language.locale),
        staging=config.staging,
    )


def make_report_address(report: str, locale: str) -> str:
    """Give where mistakes are reported: a form's address, or that of a mail that has a subject."""
    if "@" not in report or report.startswith("http"):
        return report
    subject = quote(make_translator(locale)("Something is wrong on this page"))
    return f"mailto:{quote(report, safe='@')}?subject={subject}&body={{page}}%0D%0A%0D%0A"


def make_banners(site: Site, edition: Edition) -> tuple[Banner, ...]:
    """Make the banners of the items that are alerts, those of the highest level first, then the newest."""
    alerts = [(item, item.alert) for item in edition.items if item.alert and item in site.alerts]
    ordered = sorted(alerts, key=lambda each: -LEVELS.index(each[1].level))
    return tuple(make_banner(site, edition.language, item, alert) for item, alert in ordered)


def make_banner(site: Site, language: Language, item: Item, alert: Alert) -> Banner:
    """Make the banner of an item that is an alert."""
    config = site.config
    entries = (site.entries["communities", each] for each in list_communities(item))
    return Banner(
        level=alert.level,
        name=item.title,
        href=urls.make_href(config.base_path, site.find_item_address(item)),
        lang=find_language_tag(config.languages, item.lang),
        everywhere=concerns_township(item),
        communities=list_communities(item),
        places=tuple(choose_text(each.names, language.id) for each in entries),
        summary=item.summary,
        until=find_last(alert.until, ZoneInfo(config.time_zone)),
        over=alert.until,
    )


def make_theme_address(file: ThemeFile) -> str:
    """Give the address of a file of the theme: its digest stands in its name, so that it may be kept for ever.

    What browsers ask for at the root has the name that they ask for.
    """
    if file.name in ROOT_FILES:
        return urls.make_file_address(file.name)
    return make_asset_address(file.name, file.digest)
