"""The check of test_incremental finds a build that forgets something: each mutation makes it fail."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import signature
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec import Struct
from msgspec.structs import replace

from site_builder.building import commit
from site_builder.building import fingerprints as prints
from site_builder.building.cache_dirs import CacheFile
from site_builder.building.manifest import Manifest
from site_builder.building.theme import Theme
from site_builder.content.item_digests import ShownFields, digest_record, select_shown
from site_builder.content.parse_result import ParsedFile
from site_builder.planning.edition import ItemDigests
from site_builder.planning.items import related
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import InputDigests, PageGroup, make_key
from site_builder.planning.page_sources import Shown
from site_builder.problem import has_errors
from site_builder.site.organise import Site
from tests.building.full_site import (
    EDITS,
    FEWER_RELATED,
    FILES,
    HOST,
    LOCALE,
    NEW_COMMUNITY,
    NEW_EVENT_COMMUNITY,
    NEW_SUMMARY,
    NEW_UPDATE,
    SiteEdit,
    apply_edit,
    build_site,
    read_output,
    showing_all,
)
from tests.building.pretend import SLOTS, Build, Edit, Outcome, Revert, Step, agree
from tests.building.test_incremental import steps, unchanged
from tests.sites import write

# A build that is killed closes nothing.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
Mutation = Callable[[pytest.MonkeyPatch], None]
ALPHA, BETA = "content/news/2024-02-10-alpha.md", "content/news/beta.md"


class Nothing(Struct, frozen=True):
    """Stands for an input that was skipped."""


NOTHING = Nothing()


def own_template_only(patch: pytest.MonkeyPatch) -> None:
    def closure(theme: Theme, name: str) -> str:
        return theme.templates.get(name, "")

    patch.setattr(prints, "digest_closure", closure)


def last_input_skipped(patch: pytest.MonkeyPatch) -> None:
    real = InputDigests.digest_inputs

    def inputs(self: InputDigests, page: Page) -> str:
        return real(self, replace(page, inputs=page.inputs[:-1] or (NOTHING,)))

    patch.setattr(InputDigests, "digest_inputs", inputs)


def lists_remembered_by_number(patch: pytest.MonkeyPatch) -> None:
    def count(self: Shown) -> bytes:
        return str(len(self.items)).encode()

    patch.setattr(Shown, "compute_digest", count)


def nothing_removed(patch: pytest.MonkeyPatch) -> None:
    def remove(output: Path, paths: Iterable[str]) -> int:
        return 0

    patch.setattr(commit, "remove_files", remove)


def no_journal(patch: pytest.MonkeyPatch) -> None:
    real = CacheFile.save

    def keep(self: CacheFile[Any], record: Any) -> None:
        if not isinstance(record, Manifest) or all(left.fingerprint for left in record.outputs.values()):
            real(self, record)

    patch.setattr(CacheFile, "save", keep)


def builds(*edits: Step) -> list[Step]:
    return [step for edit in edits for step in (edit, Build())]


# Pages are written in the order of their paths, after the caches: each of these kills comes somewhere among them.
KILLS: list[list[Step]] = [[Edit(ALPHA, 1), Build(kill), Revert()] for kill in range(5, 40, 5)]
INNER, OUTER = "templates/inner.html", "templates/macros.html"
SEQUENCES: list[list[Step]] = [
    [],
    builds(Edit(ALPHA, 1), Edit(BETA, 1)),
    builds(Edit(ALPHA, len(SLOTS[ALPHA]) - 1), Edit("content/about.md", len(SLOTS["content/about.md"]) - 1)),
    builds(Edit(INNER, 1), Edit(INNER, 1), Edit(INNER, 1)),
    builds(Edit(OUTER, 1), Edit(INNER, 1), Edit(INNER, 1), Edit(OUTER, 2)),
    *KILLS,
]
# Each mutant is found by one of the first forty sequences; the program itself need not pass more than are tried on one.
MOST_TRIED = 60
MUTATIONS: list[Mutation] = [
    own_template_only,
    last_input_skipped,
    lists_remembered_by_number,
    nothing_removed,
    no_journal,
]


@pytest.fixture(scope="module")
def clean() -> dict[object, Outcome]:
    return {}


def all_agree(mutate: Mutation, clean: dict[object, Outcome]) -> None:
    for sequence in SEQUENCES:
        agree(sequence, clean, mutate)


@pytest.mark.slow
def test_the_program_itself_passes(clean: dict[object, Outcome]) -> None:
    all_agree(unchanged, clean)


@pytest.mark.slow
@pytest.mark.parametrize("mutate", MUTATIONS)
def test_a_mutation_is_found_by_hand(mutate: Mutation, clean: dict[object, Outcome]) -> None:
    with pytest.raises(AssertionError, match="not as a clean build"):
        all_agree(mutate, clean)


def search(mutate: Mutation, clean: dict[object, Outcome]) -> None:
    """Look for a sequence that the check fails on: the same examples at every call, of which the first are tried."""
    tried = count()

    @seed(1)
    @settings(
        max_examples=200,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(steps(12))
    def look(sequence: list[Step]) -> None:
        if next(tried) < MOST_TRIED:
            agree(sequence, clean, mutate)

    look()


@pytest.mark.slow
def test_the_search_passes_the_program_itself(clean: dict[object, Outcome]) -> None:
    search(unchanged, clean)


@pytest.mark.slow
@pytest.mark.parametrize("mutate", MUTATIONS)
def test_a_mutation_is_found_by_search(mutate: Mutation, clean: dict[object, Outcome]) -> None:
    with pytest.raises(AssertionError, match="not as a clean build"):
        search(mutate, clean)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a site with every kind of page, which has been built."""
    folder = tmp_path_factory.mktemp("full")
    with showing_all(folder / "theme"):
        assert not has_errors(build_site(write(folder / "site", FILES)).problems)
        yield folder


class Edited:
    """What comes of edits of that site in a build of all, and in one after another build."""

    def __init__(self, full: Path) -> None:
        self.full = full
        self.clean: dict[int, dict[str, bytes]] = {}

    def build_clean(self, change: SiteEdit) -> dict[str, bytes]:
        if id(change) not in self.clean:
            with TemporaryDirectory(dir=self.full) as folder:
                site = write(Path(folder), FILES)
                apply_edit(site, change)
                assert not has_errors(build_site(site, change.at).problems)
                self.clean[id(change)] = read_output(site)
        return self.clean[id(change)]

    def is_found(self, change: SiteEdit, mutate: Mutation, *, clean: bool = False) -> bool:
        """Tell whether a build after an edit differs from a clean one where this and the one before are of a mutant.

        That one is `clean` where a mutant would else have digests of pages that were made before.
        """
        with TemporaryDirectory(dir=self.full) as folder, pytest.MonkeyPatch.context() as patch:
            site = Path(folder) / "site"
            shutil.copytree(self.full / "site", site)
            mutate(patch)
            build_site(site, clean=clean)
            apply_edit(site, change)
            build_site(site, change.at)
            return read_output(site) != self.build_clean(change)


@pytest.fixture(scope="module")
def edited(full: Path) -> Edited:
    return Edited(full)


def list_sources(site: Path) -> dict[str, tuple[Callable[..., object], int]]:
    """Give every source of every group of pages: its function with its number among what the key is made of."""
    plan = build_site(site).plan
    assert plan is not None
    found: dict[str, tuple[Callable[..., object], int]] = {}
    for group in plan.groups:
        names = list(signature(group.make).parameters)[1 + len(group.subject) :]
        assert len(names) == len(group.sources)
        found |= {f"{group.make.__name__}.{name}": (group.make, n) for n, name in enumerate(names, 1)}
        found[f"{group.make.__name__}.shell"] = (group.make, 0)
    return found


def drop_source(make: Callable[..., object], number: int) -> Mutation:
    """Leave a source out of the keys of all groups that are made by a function; it is given to it all the same."""
    real = PageGroup.list_digests

    def list_digests(self: PageGroup) -> list[bytes]:
        return [each for n, each in enumerate(real(self)) if self.make is not make or n != number]

    def mutate(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(PageGroup, "list_digests", list_digests)

    return mutate


@pytest.mark.slow
def test_every_source_has_its_edit(full: Path) -> None:
    sources = {name for name in list_sources(full / "site") if not name.endswith(".shell")}
    missing, obsolete = sources - EDITS.keys(), {n for n in EDITS if not n.endswith(".shell")} - sources
    assert not missing, f"add an edit for each of these sources to EDITS in tests/building/full_site.py: {missing}"
    assert not obsolete, f"no page is made of these sources of EDITS in tests/building/full_site.py: {obsolete}"


@pytest.mark.slow
def test_edits_of_sources_are_felt_by_the_program_itself(edited: Edited) -> None:
    """So that a mutant is found for what it forgets, and for nothing else."""
    changes = {id(each): each for each in (*EDITS.values(), HOST)}
    assert [each for each in changes.values() if edited.is_found(each, unchanged)] == []


@pytest.mark.slow
def test_a_build_without_any_one_source_in_its_keys_is_found(full: Path, edited: Edited) -> None:
    sources = list_sources(full / "site")
    kept = {
        name
        for name, (make, number) in sources.items()
        if not edited.is_found(EDITS.get(name, HOST), drop_source(make, number))
    }
    # Most files of the search say nothing of the shell, those for hosts of static sites only the base path.
    unmoved = {"make_redirects_file.shell", "make_headers_file.shell"}
    step = "their edits in EDITS of tests/building/full_site.py change nothing; what nothing can change is no source"
    assert kept == {"make_segment_pages.shell", "make_text_pages.shell", *unmoved}, step
    assert len(sources) > len(EDITS)


# What lists show of an item by which its digest there is made, but for what its address says: each with an edit.
SHOWN: dict[str, tuple[Callable[[ShownFields], ShownFields], SiteEdit]] = {
    "title": (lambda shown: replace(shown, title=""), EDITS["make_month_page.items"]),
    "summary": (lambda shown: replace(shown, summary=""), NEW_SUMMARY),
    "date": (lambda shown: replace(shown, place=replace(shown.place, date=None)), EDITS["make_dates_pages.days"]),
    "updated": (lambda shown: replace(shown, place=replace(shown.place, updated=None)), NEW_UPDATE),
    "communities": (lambda shown: replace(shown, communities=replace(shown.communities, own=())), NEW_COMMUNITY),
    "events' communities": (
        lambda shown: replace(shown, communities=replace(shown.communities, of_events=())),
        NEW_EVENT_COMMUNITY,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("field", SHOWN)
def test_a_digest_without_what_lists_show_is_found(field: str, edited: Edited) -> None:
    change, edit = SHOWN[field]

    def mutate(patch: pytest.MonkeyPatch) -> None:
        real = ItemDigests.__init__

        def forget(self: ItemDigests, site: Site, parsed: Mapping[str, ParsedFile]) -> None:
            real(self, site, parsed)
            for item in site.items:
                self.briefs[item.path] = digest_record(change(select_shown(item))) + self.addresses[item.path]

        patch.setattr(ItemDigests, "__init__", forget)

    assert not edited.is_found(edit, unchanged)
    assert edited.is_found(edit, mutate)


# Which items are related rests on what relates an item, and on that of all that are older.
RELATED: dict[str, tuple[Callable[[bytes, bytes], tuple[bytes, ...]], SiteEdit]] = {
    "itself": (lambda before, _: (before,), NEW_COMMUNITY),
    "the older": (lambda _, here: (here,), FEWER_RELATED),
}


@pytest.mark.slow
@pytest.mark.parametrize("part", RELATED)
def test_related_items_remembered_by_too_little_are_found(part: str, edited: Edited) -> None:
    keep, edit = RELATED[part]

    def mutate(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(related, "make_key", lambda *parts: make_key(*keep(*parts)))

    assert not edited.is_found(edit, unchanged)
    assert edited.is_found(edit, mutate)


@pytest.mark.slow
def test_a_page_without_its_bodies_in_its_digest_is_found(edited: Edited) -> None:
    real = InputDigests.digest_inputs

    def mutate(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(InputDigests, "digest_inputs", lambda self, page: real(self, replace(page, bodies=())))

    assert edited.is_found(EDITS["make_printed_page.items"], mutate, clean=True)


@pytest.mark.slow
def test_a_fingerprint_without_its_locale_is_found(edited: Edited) -> None:
    def mutate(patch: pytest.MonkeyPatch) -> None:
        real = prints.RenderDigests.__missing__
        patch.setattr(prints.RenderDigests, "__missing__", lambda self, key: real(self, (*key[:2], "")))

    assert not edited.is_found(LOCALE, unchanged)
    assert edited.is_found(LOCALE, mutate)
