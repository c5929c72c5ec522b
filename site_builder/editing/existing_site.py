"""What a site has already, for whoever adds an item: columns, registries, ids and addresses; writes nothing."""

from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.config import Config, find_close_match
from site_builder.front_matter.registries import LEAST_LIKE, RegisteredNames
from site_builder.ledger import read_ledger
from site_builder.model import (
    EVERY_COMMUNITY,
    Column,
    RegistryEntry,
    RegistryName,
    When,
    choose_text,
    means_every_community,
)
from site_builder.problem import Checked, CommandError, Problem, has_errors


class ExistingSite(Struct, frozen=True):
    """A site as an editor finds it: its settings, the moment, ids and addresses (without language) that are taken."""

    site: Path
    config: Config
    moment: When
    names: RegisteredNames
    columns: tuple[Column, ...]
    ids: frozenset[str]
    addresses: frozenset[str]

    def find_column(self, written: str) -> Column | None:
        """Find a column by its id or its title."""
        wanted = written.strip().casefold()
        for each in self.columns:
            if wanted in {each.id.casefold(), *(words.casefold() for _, words in each.title)}:
                return each
        return None

    def list_entries(self, registry: RegistryName) -> tuple[RegistryEntry, ...]:
        """Give the entries of a registry that exist at the moment, in the order of its file."""
        day = self.moment.local[:10]
        return tuple(e for e in self.config.entries if e.registry == registry and not (e.until and e.until < day))

    def find_entry_id(self, registry: RegistryName, written: str) -> str:
        """Give the id of a name of a registry; in an open one any name that makes an address; "" for none."""
        if means_every_community(registry, written):
            return EVERY_COMMUNITY[0]
        id_ = self.names.registered.get((registry, written))
        similar = "" if id_ else self.find_similar_name(registry, written, 1.0)
        id_ = id_ or self.names.registered.get((registry, similar))
        if id_ is not None:
            return id_
        return written if registry in self.config.open_registries and urls.is_slug(urls.slugify(written)) else ""

    def find_similar_name(self, registry: RegistryName, written: str, least: float = LEAST_LIKE) -> str:
        """Give the registered name that a misspelt one means; "" where none is near. At 1.0 only case may differ."""
        return find_close_match(written, self.names.words.get(registry, ()), least)


def read_existing_site(site: Path, at: str, now: float) -> Checked[ExistingSite | None]:
    """Look a site over; None, with the Problems, where its settings or registries have an error.

    Mistakes in other items keep nobody from adding one.
    """
    found = survey_site(Options(site=site, output=site / "public", at=at, now=now))
    settings = tuple(each for each in found.problems if each.path.endswith(".toml"))
    if found.value is None or has_errors(settings):
        return Checked(None, settings or found.problems)
    config = found.value.site.config
    items = (*found.value.items.items, *found.value.items.unsound)
    folders = dict.fromkeys(each.column for each in items if each.column)
    described = {each.id for each in config.columns}
    columns = (*config.columns, *(Column(f, urls.slugify(f), (("", f),)) for f in folders if f not in described))
    slugs = {each.id: each.slug for each in columns}
    addresses = {urls.make_address(slugs[i.column], i.date.year, i.slug) for i in items if i.column and i.date}
    published = {remove_language(address, config) for address in read_ledger(site).value.last}
    return Checked(
        ExistingSite(
            site=site,
            config=config,
            moment=found.value.site.at,
            names=RegisteredNames.build(config),
            columns=columns,
            ids=frozenset(each.id for each in items),
            addresses=frozenset(addresses | published),
        )
    )


def remove_language(address: str, config: Config) -> str:
    """Give an address without the segment of its language."""
    for language in config.languages:
        if language.path and address.startswith(f"/{language.path}/"):
            return address[len(language.path) + 1 :]
    return address


def require_column(existing_site: ExistingSite, written: str) -> Column:
    """Find a column; raises CommandError (2) with "did you mean" where there is none."""
    found = existing_site.find_column(written)
    if found:
        return found
    names = [name for each in existing_site.columns for name in (each.id, *(words for _, words in each.title))]
    guess = find_close_match(written, names, LEAST_LIKE)
    message = 'there is no column "{value}"; columns: {columns}'
    if guess:
        message = 'there is no column "{value}"; did you mean {guess}?'
    if not existing_site.columns:
        message = 'the site has no column yet; write [[columns]] and below it id = "{value}" into content/site.toml'
    ids = ", ".join(each.id for each in existing_site.columns)
    raise CommandError(2, message, value=written, columns=ids, guess=guess)


def require_entry(existing_site: ExistingSite, registry: RegistryName, written: str) -> str:
    """Find a name of a registry; raises CommandError (2) with "did you mean" where there is none."""
    found = existing_site.find_entry_id(registry, " ".join(written.split()))
    if found:
        return found
    guess = existing_site.find_similar_name(registry, written)
    message = '"{value}" is not in content/{registry}.toml; add it there, or write a name that stands there'
    if guess:
        message = '"{value}" is not in content/{registry}.toml; did you mean {guess}?'
    raise CommandError(2, message, value=written, registry=registry, guess=guess)


def check_item(site: Path, at: str, now: float, path: str) -> tuple[Problem, ...]:
    """Check a site as `check --drafts` does and give the Problems of one item and of the files of its folder."""
    found = survey_site(Options(site=site, output=site / "public", at=at, now=now, judge_drafts=True))
    folder = path.rpartition("/")[0] + "/" if path.endswith("/index.md") else path
    return tuple(each for each in found.problems if each.path == path or each.path.startswith(folder))


def get_title(entry: RegistryEntry | Column, language: str) -> str:
    """Give the name of an entry or a column in a language."""
    return choose_text(entry.names if isinstance(entry, RegistryEntry) else entry.title, language)
