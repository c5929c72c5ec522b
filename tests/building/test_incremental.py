"""After any sequence of edits, kills and damage the output is byte for byte that of a clean build."""

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

# A build that is killed closes nothing.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
CLEAN: dict[object, Outcome] = {}


def edits() -> st.SearchStrategy[Edit]:
    return st.sampled_from(PATHS).flatmap(
        lambda path: st.builds(Edit, st.just(path), st.integers(1, len(SLOTS[path]) - 1), st.booleans())
    )


def steps(size: int) -> st.SearchStrategy[list[Step]]:
    builds = st.builds(Build, st.one_of(st.just(0), st.integers(1, 60)))
    damages = st.builds(Damage, st.integers(0, 9), st.integers(0, 1 << 16), st.sampled_from(["flip", "cut", "gone"]))
    step = st.one_of(
        edits(),
        edits(),
        edits(),
        builds,
        builds,
        builds,
        st.just(Revert()),
        st.builds(Clock, st.integers(0, len(CLOCKS) - 1)),
        damages,
        st.builds(Lose, st.integers(0, 99)),
    )
    return st.lists(step, min_size=1, max_size=size)


def unchanged(patch: pytest.MonkeyPatch) -> None:
    """Mutate nothing."""


QUICK = settings(max_examples=15, derandomize=True, database=None, deadline=None)
LONG = settings(
    max_examples=300, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


@QUICK
@given(steps(8))
def test_bit_by_bit_is_as_anew(sequence: list[Step]) -> None:
    agree(sequence, CLEAN, unchanged)


@pytest.mark.slow
@LONG
@given(steps(20))
def test_bit_by_bit_is_as_anew_at_length(sequence: list[Step]) -> None:
    agree(sequence, CLEAN, unchanged)
