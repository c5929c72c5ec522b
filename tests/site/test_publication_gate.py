"""The gate over many items at once lets through what it lets through one by one; when the site next changes."""

from itertools import product
from typing import Any

import pytest

from site_builder.model import Alert, Correction, Item, When, Withdrawal
from site_builder.site.publication_gate import filter_come, filter_unexpired, find_next_change, is_public, list_moments

NOW = When(1000, "1970-01-01T00:16:40+00:00")
MOMENTS = (None, When(999, ""), When(1000, ""), When(1001, ""))


def item(path: str = "news/a.md", **more: object) -> Item:
    known: dict[str, object] = {"id": path, "column": "news", "lang": "en", "slug": "a", "title": "A", "body": ""}
    return Item(path=path, **{**known, "date": NOW, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("scheduled", [False, True])
def test_many_items_are_judged_as_each_alone(drafts: bool, scheduled: bool) -> None:  # noqa: FBT001 - of a table
    kinds = product(MOMENTS, MOMENTS, (False, True))
    items = [item(f"{n}.md", date=d, expires=e, draft=draft) for n, (d, e, draft) in enumerate(kinds)]
    ahead = filter_unexpired(items, NOW, drafts=drafts)
    passed = ahead if scheduled else filter_come(ahead, NOW)
    assert passed == [i for i in items if is_public(i, NOW, drafts=drafts, scheduled=scheduled)]
    assert len(passed) == {(0, 0): 6, (1, 0): 12, (0, 1): 8, (1, 1): 16}[drafts, scheduled]


def test_the_next_change_is_the_first_of_all_moments_to_come() -> None:
    late = When(1003, "")
    kinds: list[dict[str, Any]] = [
        {"date": late},
        {"updated": late},
        {"expires": late},
        {"pinned_until": late},
        {"withdrawn": Withdrawal(late, "why")},
        {"corrections": (Correction(When(1, ""), "one"), Correction(late, "two"))},
        {"alert": Alert("info", late)},
    ]
    for kind in kinds:
        assert find_next_change([item(), item(**kind), item(date=When(2000, ""))], NOW) == late.epoch
    assert find_next_change([item(), item(date=None), item(expires=When(1000, ""))], NOW) is None
    assert find_next_change([], NOW) is None
    assert len(list(list_moments(item(expires=late, updated=late)))) == 3
