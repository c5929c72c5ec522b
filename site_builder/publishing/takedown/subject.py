"""Which item or file an address means that is to go, and what the program makes of it; takes nothing down."""

from contextlib import suppress
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from site_builder import urls
from site_builder.building.build import look
from site_builder.building.survey import Survey
from site_builder.config import Config
from site_builder.language import date_names
from site_builder.ledger import LEDGER, merge, parse_ledger
from site_builder.model import Item
from site_builder.problem import Refused, errors
from site_builder.publishing.deployment import Visit
from site_builder.publishing.record.recorded_site import Due, restore
from site_builder.publishing.release_from_live import live_ledger, recorded_site

GENERAL = (
    "{address} is no item and no file: the program makes it of all items that stand there. "
    "Take down the item that it shows, by the item's own address"
)
LEADS_ON = "{address} only leads on to another address; take that down: bulletin takedown {to}"
NO_RECORD = (
    "nothing was taken down, and {address} stays public: nothing tells what the live release was made of, and the "
    "content has errors. Mend them (bulletin check) and run this again"
)


class Subject(Struct, frozen=True):
    """What is taken down: its address, the files made of it alone, its words, addresses of its other languages.

    `common` are words that stand on pages whatever is published: names of columns, months and days.
    """

    address: str
    outputs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


def find_subject(seen: Visit, written: str) -> Subject:
    """Find what an address means on a target; it may be written as a whole url, or be that of a picture's variant.

    Raises Refused: 2 for what was never published, or is made of many items; 1 where nothing tells what is live.
    """
    survey = survey_live(seen, written)
    site = survey.site
    sources = {address: path for path, address in site.addresses.items() if address}
    candidates = read_address(written, site.config)
    for address in candidates:
        if address in sources:
            return subject_of(survey, address, sources[address])
    outputs = {urls.output_path(address): address for address in candidates}
    made = next((each for each in survey.outputs.assets if each.path in outputs and not each.theme), None)
    source = made.source.removeprefix("content/") if made else ""
    if site.addresses.get(source):
        return subject_of(survey, site.addresses[source], source)
    planned = {leaf.path: leaf for leaf in survey.outputs.leaves()}
    for path, address in outputs.items():
        if path in planned and planned[path].view == "redirect":
            to = site.addresses.get(planned[path].origin.removeprefix("content/"), "")
            raise Refused(2, LEADS_ON, address=address, to=to)
        if path in planned or made is not None:
            raise Refused(2, GENERAL, address=written)
    return former_subject(seen, survey, candidates, written)


def survey_live(seen: Visit, written: str) -> Survey:
    """Know what the live release was made of; where that is not recorded, what the content says if it has no errors.

    Raises Refused: 2 where nothing is live and the content has errors, 1 where nothing tells what is live.
    """
    files = seen.live_files()
    if files is not None:
        recorded = recorded_site(seen)
        restore(files, recorded.folder, Due())
        found = look(recorded.options(seen, live_ledger(seen)))
    else:
        found = look(seen.request.options(seen.there))
    if found.value is None or errors(found.problems):
        if seen.far.current is None:
            raise Refused(2, "nothing has been published to {name} yet", name=seen.there.name)
        raise Refused(1, NO_RECORD, address=written)
    return found.value


def read_address(written: str, config: Config) -> tuple[str, ...]:
    """Give the addresses that may be meant, as the ledger has them; none for what is no address."""
    path = ""
    with suppress(ValueError):
        path = unquote(urlsplit(written).path)
    if not path:
        return ()
    if urls.is_external(written) and path.startswith(config.base_path):
        path = path.removeprefix(config.base_path)
    path = "/" + path.lstrip("/")
    return tuple(dict.fromkeys([path, path + "/", path.removesuffix("index.html")]))


def former_subject(seen: Visit, survey: Survey, candidates: tuple[str, ...], written: str) -> Subject:
    """Give what was published once and is live no longer: kept releases may still have it."""
    known = parse_ledger(merge(seen.ledger(), seen.far.ledger or b"")).value.last
    lists = {
        urls.address(*filter(None, (e.language.path, a.strip("/")))) for e in survey.site.editions for a in e.addresses
    }
    for address in candidates:
        if address in known and address not in lists:
            return Subject(address, (urls.output_path(address),))
        if address.startswith("/") and urls.output_path(address) in seen.live and not address.endswith("/"):
            return Subject(address, (urls.output_path(address),))
    if any(urls.is_reserved(each.strip("/").partition("/")[0], ()) for each in candidates):
        raise Refused(2, GENERAL, address=written)
    message = "{address} was never published; write it from the root of the site, as it stands in {ledger}"
    raise Refused(2, message, address=written, ledger=LEDGER)


def subject_of(survey: Survey, address: str, source: str) -> Subject:
    """Describe an item or a file: what is made of nothing else, and the words by which lists and feeds name it."""
    site, item = survey.site, survey.site.by_path.get(source)
    if item is None:
        made = (each.path for each in survey.outputs.assets if each.source == f"content/{source}" and not each.theme)
        return Subject(address, tuple(sorted({urls.output_path(address), *made})))
    versions = [each for each in site.versions.get(item.id, ()) if each.path != item.path]
    folder = f"content/{item.path.rpartition('/')[0]}/"
    alone = not versions and item.path.rpartition("/")[2].startswith("index.")
    outputs = {leaf.path for leaf in survey.outputs.leaves() if leaf.origin == f"content/{item.path}"}
    if alone:
        outputs |= {each.path for each in survey.outputs.assets if each.source.startswith(folder) and not each.theme}
    others = tuple(site.item_address(each) for each in versions)
    files = tuple(sorted({urls.output_path(address), *outputs}))
    return Subject(address, files, words_of(item), others, common_words(survey))


def words_of(item: Item) -> tuple[str, ...]:
    """Give the words by which the program names an item elsewhere than on its own page."""
    events = (word for each in item.events for word in (each.title, each.place))
    changes = (each.note for each in item.corrections)
    promised = (each.text for each in item.commitments)
    return tuple(dict.fromkeys(filter(None, (item.title, item.summary, *events, *changes, *promised))))


def common_words(survey: Survey) -> tuple[str, ...]:
    """Give words that pages have whatever is published: names of columns, months and days, in each language."""
    columns = {title for each in survey.site.columns for _, title in each.title}
    dates = {name for each in survey.site.config.languages for name in date_names(each.locale)}
    return tuple(sorted(columns | dates))
