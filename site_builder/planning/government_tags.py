"""The tags and the foot of a government site's pages (国办发〔2017〕47号); knows no template."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from site_builder import urls
from site_builder.config.government import find_column_type
from site_builder.language import make_translator
from site_builder.model import choose_text
from site_builder.site.organise import SITE_MAP, Edition, Site

Tags = tuple[tuple[str, str], ...]
# The lists that are no columns, by the first segment of their address; the rest are a catalogue.
LIST_TYPES: Mapping[str, str] = MappingProxyType({urls.COMMITMENTS: "回应关切"})
CATALOGUE, ABOUT = "信息公开目录", "概况信息"


class ColumnTags(Struct, frozen=True):
    """What a column's tags say; `href` is where it stands."""

    href: str
    name: str
    description: str
    keywords: str
    type: str


class GovernmentInfo(Struct, frozen=True, kw_only=True):
    """What a government site says of itself in a language, "" for what is not given yet; its columns.

    `sample` is set where its codes are none.

    `pages` are the hrefs of its plain pages.
    """

    site_name: str
    domain: str
    id_code: str
    sponsor: str
    contact: str
    icp: str
    public_security: str
    sign: str
    report: str
    sample: bool
    site_map: str
    columns: tuple[ColumnTags, ...]
    pages: tuple[str, ...]
    locale: str

    @property
    def public_security_number(self) -> str:
        """The digits of the public security number."""
        return "".join(each for each in self.public_security if each.isdigit())


def make_government_info(site: Site, edition: Edition, root: str) -> GovernmentInfo | None:
    """Give what a government site says of itself; None for any other site."""
    config, found, language = site.config, site.config.government, edition.language
    if found is None:
        return None
    return GovernmentInfo(
        site_name=choose_text(found.site_name or config.title, language.id),
        domain=found.domain,
        id_code=found.id_code,
        sponsor=choose_text(found.sponsor, language.id),
        contact=choose_text(found.contact, language.id),
        icp=found.icp,
        public_security=found.public_security,
        sign=found.sign,
        report=found.report,
        sample=found.sample,
        site_map=root[:-1] + urls.make_href("/", urls.make_address(SITE_MAP)),
        columns=tuple(
            ColumnTags(
                root[:-1] + urls.make_href("/", urls.make_address(each.slug)),
                choose_text(each.title, language.id),
                choose_text(each.description, language.id),
                choose_text(each.keywords, language.id),
                find_column_type(each),
            )
            for each in site.columns
        ),
        pages=tuple(urls.make_href(config.base_path, site.find_item_address(each)) for each in edition.pages),
        locale=language.locale,
    )


def make_tags(government: GovernmentInfo, title: str, description: str, trail: Sequence[tuple[str, str]]) -> Tags:
    """Give the tags of a page that is no item: those of the site, and of the list that it is.

    `trail` has name and href of the steps to it, home first.
    """
    codes = (("SiteName", government.site_name), ("SiteDomain", government.domain), ("SiteIDCode", government.id_code))
    of_site = tuple(each for each in codes if each[1])
    if len(trail) < 2:  # noqa: PLR2004 - home, and what is nowhere
        return (*of_site, *((("Description", description),) if description else ()))
    column = make_list_tags(government, title, description, trail[1][1])
    of_column = (
        ("ColumnName", column.name),
        ("ColumnDescription", column.description),
        ("ColumnKeywords", column.keywords),
        ("ColumnType", column.type),
    )
    return (*of_site, *of_column, *((("Description", column.description),) if description else ()))


def make_list_tags(government: GovernmentInfo, title: str, description: str, section: str) -> ColumnTags:
    """Give what the tags of a list say: those of its column, else what it is by the section that it stands in."""
    column = next((each for each in government.columns if each.href == section), None)
    if column:
        return column
    about = make_translator(government.locale)("{title}, published by {sponsor}").format(
        title=title, sponsor=government.sponsor or government.site_name
    )
    kind = ABOUT if section in government.pages else LIST_TYPES.get(section.rstrip("/").rpartition("/")[2], CATALOGUE)
    return ColumnTags(section, title, description or about, f"{title},{government.site_name}", kind)
