"""Grouping: by key in the order of items, by year and month also where a year comes twice, by id and by name."""

from site_builder.model import Item, RegistryEntry, When
from site_builder.site.grouping import (
    group,
    group_by_id,
    group_by_name,
    group_years,
    merge_runs,
    split_by_month,
    split_by_year,
)

ORDER = [("a", "2024-02-01"), ("b", "2024-01-31"), ("c", "2023-12-31"), ("d", "2024-01-01"), ("a", "2022-01-01")]


def item(id_: str, day: str, *topics: str) -> Item:
    when = When(0, f"{day}T00:00:00+00:00")
    path = f"news/{day}-{id_}.md"
    return Item(path=path, id=id_, column="news", lang="en", slug="s", title="", date=when, body="", topics=topics)


ITEMS = [item(id_, day, *(("x", id_) if number % 2 else ("x",))) for number, (id_, day) in enumerate(ORDER)]


def test_groups_by_year_are_the_groups_in_the_order_of_items() -> None:
    groups, years = group_years(split_by_year(split_by_month(ITEMS)), lambda i: i.topics)
    assert groups == group(ITEMS, lambda i: i.topics)
    assert list(groups) == ["b", "d", "x"]
    assert years == {("b", "2024"), ("d", "2024"), ("x", "2022"), ("x", "2023"), ("x", "2024")}


def test_a_month_that_comes_twice_is_one() -> None:
    months = merge_runs(split_by_month(ITEMS))
    assert list(months) == ["2022-01", "2023-12", "2024-01", "2024-02"]
    assert [i.id for i in months["2024-01"]] == ["b", "d"]


def test_translations_are_of_one_id() -> None:
    assert group_by_id(ITEMS) == {"a": (ITEMS[0], ITEMS[4]), "b": (ITEMS[1],), "c": (ITEMS[2],), "d": (ITEMS[3],)}
    assert group_by_id(ITEMS[:4]) == {i.id: (i,) for i in ITEMS[:4]}


def test_uses_of_a_name_that_no_registry_has() -> None:
    written = [("cafe", "Café"), ("cafe", "Cafe"), ("mill", "Mill"), ("cafe", "Café")]
    uses = [
        (f"{n}.md", RegistryEntry(registry="topics", id=i, names=(("", name),))) for n, (i, name) in enumerate(written)
    ]
    assert group_by_name(uses) == {"cafe": {"Café": [0, 3], "Cafe": [1]}, "mill": {"Mill": [2]}}
