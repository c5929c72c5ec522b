"""Which item or file an address means that is to go, and what the program makes of it; takes nothing down."""

from contextlib import suppress
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from site_builder import urls
from site_builder.building.build import survey_site
from site_builder.building.survey import Survey
from site_builder.config import Config
from site_builder.language import list_date_names
from site_builder.ledger import LEDGER, parse_ledger
from site_builder.model import Item
from site_builder.problem import CommandError, has_errors
from site_builder.publishing.deployment import Deployment
from site_builder.publishing.record.recorded_site import DueRemovals, restore_sources
from site_builder.publishing.release_from_live import make_recorded_site, merge_live_ledger

GENERAL = (
    "{address} is no item and no file: the program makes it of all items that stand there. "
    "Take down the item that it shows, by the item's own address"
)
LEADS_ON = "{address} only leads on to another address; take that down: bulletin takedown {to}"
NO_RECORD = (
    "nothing was taken down, and {address} stays public: nothing tells what the live release was made of, and the "
    "content has errors. Mend them (bulletin check) and run this again"
)

# Kinds of the site's own fields whose values are of one item: a number, a choice or a day is that of many.
NAMING_KINDS = frozenset(["text", "link", "telephone", "e-mail"])


class TakedownSubject(Struct, frozen=True):
    """What is taken down: its name in the ledger, the files made of it alone, its words, its other languages.

    What introduces a column has no file of its own: it stands in that of the list, which stays.

    `common` are words that stand on pages whatever is published: names of columns, months and days.
    """

    address: str
    outputs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


def find_subject(deployment: Deployment, written: str) -> TakedownSubject:
    """Find what an address means on a target; it may be written as a whole url, or be that of a picture's variant.

    Raises CommandError: 2 for what was never published, or is made of many items; 1 where nothing tells what is live.
    """
    survey = survey_live(deployment, written)
    site = survey.site
    known = [(address, path) for path, address in site.addresses.items() if address]
    sources = {address: path for address, path in known if not urls.find_introduced_column(path)}
    introductions = {address: path for address, path in known if urls.find_introduced_column(path)}
    composed = {normalize("NFC", address): address for address in sources}
    candidates = tuple(composed.get(normalize("NFC", each), each) for each in parse_address(written, site.config))
    for address in candidates:
        if address in sources:
            return make_subject(survey, address, sources[address])
        if address in introductions:
            return make_introduction_subject(survey, address, site.by_path[introductions[address]])
    outputs = {urls.make_output_path(address): address for address in candidates}
    made = next((each for each in survey.outputs.assets if each.path in outputs), None)
    source = (made.origin or made.source).removeprefix("content/") if made and not made.theme else ""
    if site.addresses.get(source):
        return make_subject(survey, site.addresses[source], source)
    planned = {page.path: page for page in survey.outputs.list_planned_pages()}
    former = find_former_introductions(deployment)
    for path, address in outputs.items():
        if path in planned and planned[path].view == "redirect":
            to = site.addresses.get(planned[path].origin.removeprefix("content/"), "")
            raise CommandError(2, LEADS_ON, address=address, to=to)
        if address in former:
            return TakedownSubject(former[address])
        if path in planned or made is not None:
            raise CommandError(2, GENERAL, address=written)
    return find_former_subject(deployment, survey, candidates, written)


def survey_live(deployment: Deployment, written: str) -> Survey:
    """Know what the live release was made of; where that is not recorded, what the content says if it has no errors.

    Raises CommandError: 2 where nothing is live and the content has errors, 1 where nothing tells what is live.
    """
    files = deployment.find_live_record()
    if files is not None:
        recorded = make_recorded_site(deployment)
        restore_sources(files, recorded.folder, DueRemovals())
        found = survey_site(recorded.make_build_options(deployment, merge_live_ledger(deployment)))
    else:
        found = survey_site(deployment.request.make_build_options(deployment.destination))
    if found.value is None or has_errors(found.problems):
        if deployment.snapshot.current is None:
            raise CommandError(2, "nothing has been published to {name} yet", name=deployment.destination.name)
        raise CommandError(1, NO_RECORD, address=written)
    return found.value


def parse_address(written: str, config: Config) -> tuple[str, ...]:
    """Give the addresses that may be meant, as the ledger has them; none for what is no address.

    One that is no whole url may be that of a file, as the file is named.
    """
    path = ""
    with suppress(ValueError):
        path = unquote(urlsplit(written).path)
    if not path:
        return ()
    if urls.is_external(written) and path.startswith(config.base_path):
        path = path.removeprefix(config.base_path)
    names = [path] if urls.is_external(written) else [path, written]
    forms = (form for name in names for form in (name, name + "/", name.removesuffix("index.html")))
    return tuple(dict.fromkeys("/" + form.lstrip("/") for form in forms))


def find_former_subject(
    deployment: Deployment, survey: Survey, candidates: tuple[str, ...], written: str
) -> TakedownSubject:
    """Give what was published once and is live no longer: kept releases may still have it."""
    known = parse_ledger(deployment.merge_ledgers()).value.last
    lists = {
        urls.make_address(*filter(None, (e.language.path, a.strip("/"))))
        for e in survey.site.editions
        for a in e.addresses
    }
    for address in candidates:
        if address in known and address not in lists:
            return TakedownSubject(address, (urls.make_output_path(address),))
        if address.startswith("/") and urls.make_output_path(address) in deployment.live and not address.endswith("/"):
            return TakedownSubject(address, (urls.make_output_path(address),))
    if any(urls.is_reserved(each.strip("/").partition("/")[0], ()) for each in candidates):
        raise CommandError(2, GENERAL, address=written)
    message = "{address} was never published; write it from the root of the site, as it stands in {ledger}"
    raise CommandError(2, message, address=written, ledger=LEDGER)


def make_introduction_subject(survey: Survey, address: str, item: Item) -> TakedownSubject:
    """Describe what introduces a column; its title, which all pages have as that of the column, is no common word."""
    title, column = item.title, urls.find_introduced_column(item.path)
    written = {words for each in survey.site.config.columns if each.id == column for _, words in each.title}
    common = tuple(each for each in list_common_words(survey) if each != title or title in written)
    others = (each for each in survey.site.versions.get(item.id, ()) if each.path != item.path)
    name = urls.name_text(item.path, address, item.id)
    return TakedownSubject(
        name, (), list_item_words(item), tuple(survey.site.find_item_address(each) for each in others), common
    )


def find_former_introductions(deployment: Deployment) -> dict[str, str]:
    """Give the names of what introduced columns in kept releases, or was taken down, by the address of the list."""
    names = []
    for each in deployment.snapshot.releases:
        with suppress(CommandError):  # its record was altered
            record = deployment.read_record(each)
            names += [version.name for version in record.list_live().values()] if record else []
    names += parse_ledger(deployment.merge_ledgers()).value.list_taken_down()
    return {address: name for name in names if (address := urls.find_list_of(name))}


def has_introduction(deployment: Deployment, release: str, name: str) -> bool:
    """Tell whether a release has what a name of the ledger introduces; one without a record may, unless it is live."""
    if not urls.find_list_of(name):
        return False
    record = None
    with suppress(CommandError):  # it was altered
        record = deployment.read_record(release)
    if record is None:
        return release != deployment.snapshot.current
    return any(each.name == name for each in record.list_live().values())


def make_subject(survey: Survey, address: str, source: str) -> TakedownSubject:
    """Describe an item or a file: what is made of nothing else, and the words by which lists and feeds name it."""
    site, item = survey.site, survey.site.by_path.get(source)
    if item is None:
        made = (each.path for each in survey.outputs.assets if each.source == f"content/{source}" and not each.theme)
        return TakedownSubject(address, tuple(sorted({urls.make_output_path(address), *made})))
    versions = [each for each in site.versions.get(item.id, ()) if each.path != item.path]
    folder = f"content/{item.path.rpartition('/')[0]}/"
    alone = not versions and item.path.rpartition("/")[2].startswith("index.")
    origin = f"content/{item.path}"
    outputs = {page.path for page in survey.outputs.list_planned_pages() if page.origin == origin}
    outputs |= {each.path for each in survey.outputs.assets if each.origin == origin}
    if alone:
        outputs |= {each.path for each in survey.outputs.assets if each.source.startswith(folder) and not each.theme}
    others = tuple(site.find_item_address(each) for each in versions)
    files = tuple(sorted({urls.make_output_path(address), *outputs}))
    return TakedownSubject(address, files, list_item_words(item), others, list_common_words(survey))


def list_item_words(item: Item) -> tuple[str, ...]:
    """Give the words by which the program names an item elsewhere than on its own page."""
    events = (word for each in item.events for word in (each.title, each.place))
    changes = (each.note for each in item.corrections)
    promised = (each.text for each in item.commitments)
    custom = (each.text for each in item.custom if each.kind in NAMING_KINDS and set(each.show) - {"item"})
    return tuple(dict.fromkeys(filter(None, (item.title, item.summary, *events, *changes, *promised, *custom))))


def list_common_words(survey: Survey) -> tuple[str, ...]:
    """Give words that pages have whatever is published: names of columns, months and days, in each language."""
    columns = {title for each in survey.site.columns for _, title in each.title}
    dates = {name for each in survey.site.config.languages for name in list_date_names(each.locale)}
    return tuple(sorted(columns | dates))
