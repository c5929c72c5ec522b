"""The check of test_incremental finds a build that forgets something: each mutation makes it fail."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec import Struct
from msgspec.structs import replace

from site_builder.building import commit
from site_builder.building import fingerprints as prints
from site_builder.building.cache_dirs import OutputFolder
from site_builder.building.manifest import Manifest
from site_builder.building.theme import Theme
from site_builder.model import Item
from site_builder.planning.edition import ItemDigests
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import InputDigests
from tests.building.pretend import SLOTS, Build, Edit, Outcome, Revert, Step, agree
from tests.building.test_incremental import steps, unchanged

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
    def of_shown(self: ItemDigests, items: Iterable[Item]) -> bytes:
        return str(len(list(items))).encode()

    patch.setattr(ItemDigests, "join_briefs", of_shown)


def nothing_removed(patch: pytest.MonkeyPatch) -> None:
    def remove(output: Path, paths: Iterable[str]) -> int:
        return 0

    patch.setattr(commit, "remove_files", remove)


def no_journal(patch: pytest.MonkeyPatch) -> None:
    real = OutputFolder.save_manifest

    def keep(self: OutputFolder, kept: Manifest, outputs: Collection[str]) -> None:
        if all(left.fingerprint for left in kept.outputs.values()):
            real(self, kept, outputs)

    patch.setattr(OutputFolder, "save_manifest", keep)


def some_outputs_not_noted(patch: pytest.MonkeyPatch) -> None:
    real = OutputFolder.save_manifest

    def keep(self: OutputFolder, kept: Manifest, outputs: Collection[str]) -> None:
        real(self, kept, sorted(outputs)[1:])

    patch.setattr(OutputFolder, "save_manifest", keep)


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
MUTATIONS: list[Mutation] = [
    own_template_only,
    last_input_skipped,
    lists_remembered_by_number,
    nothing_removed,
    no_journal,
    some_outputs_not_noted,
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
    """Look for a sequence that the check fails on: the same examples at every call."""

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
