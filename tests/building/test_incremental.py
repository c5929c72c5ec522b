"""After any sequence of edits, kills and damage the output is byte for byte that of a clean build.

LONG=1 tries five times as many.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.building.pretend import (
    CLOCKS,
    PATHS,
    SLOTS,
    Build,
    Clock,
    Damage,
    Edit,
    Lose,
    Outcome,
    Revert,
    Step,
    agree,
)
from tests.lengths import choose_length

# A build that is killed closes nothing.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
CLEAN: dict[object, Outcome] = {}


def edits() -> st.SearchStrategy[Edit]:
    return st.sampled_from(PATHS).flatmap(
        lambda path: st.builds(Edit, st.just(path), st.integers(1, len(SLOTS[path]) - 1), st.booleans())
    )


def steps(size: int) -> st.SearchStrategy[list[Step]]:
    """Give sequences of steps; a crash that is followed by taking the edit back is one of them."""
    kills = st.integers(1, 60)
    damages = st.builds(Damage, st.integers(0, 9), st.integers(0, 1 << 16), st.sampled_from(["flip", "cut", "gone"]))
    edit, build = edits(), st.builds(Build, st.one_of(st.just(0), kills))
    clock, lose = st.builds(Clock, st.integers(0, len(CLOCKS) - 1)), st.builds(Lose, st.integers(0, 99))
    crash = st.tuples(st.just(Build()), edit, st.builds(Build, kills), st.just(Revert()), st.just(Build()))
    one = st.one_of(edit, edit, edit, build, build, st.just(Revert()), clock, damages, lose).map(lambda step: (step,))
    several = st.lists(st.one_of(one, one, one, crash), min_size=1, max_size=size)
    return several.map(lambda parts: [step for part in parts for step in part])


def unchanged(patch: pytest.MonkeyPatch) -> None:
    """Mutate nothing."""


QUICK = settings(max_examples=15, derandomize=True, database=None, deadline=None)
LONG = settings(
    max_examples=choose_length(60, 300),
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)


@QUICK
@given(steps(8))
def test_bit_by_bit_is_as_anew(sequence: list[Step]) -> None:
    agree(sequence, CLEAN, unchanged)


@LONG
@given(steps(20))
def test_bit_by_bit_is_as_anew_at_length(sequence: list[Step]) -> None:
    agree(sequence, CLEAN, unchanged)
