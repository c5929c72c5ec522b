"""The kinds of mends, in the order in which they are offered: who finds each, and what proves it to be certain.

A new kind is a line here and a function beside its rule.
"""

from collections.abc import Callable

from msgspec import Struct

from site_builder.checking.personal_data.rule import find_mask_mends
from site_builder.config import Config
from site_builder.editing.mending.reading import TrialReading, find_new_problems
from site_builder.front_matter.registries import RegisteredNames, make_name_mender
from site_builder.front_matter.split import find_sign_mends
from site_builder.front_matter.values import find_date_mends
from site_builder.markdown.full_width_signs import find_full_width_mends
from site_builder.markdown.list_indents import find_list_mends
from site_builder.markdown.tab_tables import find_table_mends
from site_builder.mends.mend import MendFinder

# What is given: the text as it was, with the change, and how many changes that are.
Proof = Callable[[TrialReading, TrialReading, int], bool]
MASK = "mask"


class MendKind(Struct, frozen=True):
    """A kind of mends: its name, the sentence above what is shown of it, who finds it, what proves it."""

    name: str
    title: str
    find: MendFinder
    is_certain: Proof


def list_mend_kinds(config: Config) -> tuple[MendKind, ...]:
    """Give the kinds for the settings of a site."""
    find_names = make_name_mender(RegisteredNames.build(config))
    return (
        MendKind("name", "Names as they stand in the registry:", find_names, is_mended),
        MendKind("date", "Days as dates:", find_date_mends, is_mended),
        MendKind(MASK, "Masks for personal data:", find_mask_mends, is_never_refuted),
        MendKind("field-sign", "Half-width signs in the block at the head:", find_sign_mends, is_same_item),
        MendKind(
            "full-width", "Half-width signs of Markdown for full-width ones:", find_full_width_mends, is_same_item
        ),
        MendKind("nested-list", "Lists nested by four spaces:", find_list_mends, is_same_item),
        MendKind("table", "Tables for words divided by tabs:", find_table_mends, is_same_text_in_tables),
    )


def is_mended(before: TrialReading, after: TrialReading, number: int) -> bool:
    """Tell whether as many Problems as there are changes are gone, and none came."""
    gone = before.count_problems() - after.count_problems()
    return not find_new_problems(before, after) and gone.total() >= number


def is_never_refuted(_: TrialReading, __: TrialReading, ___: int) -> bool:
    """Take a change as certain: what it is made of was found by the rule itself."""
    return True


def is_same_item(before: TrialReading, after: TrialReading, _: int) -> bool:
    """Tell whether page and fields are the same, and nothing is wrong that was not."""
    same = (before.item, before.prose) == (after.item, after.prose)
    return same and before.item is not None and not find_new_problems(before, after)


def is_same_text_in_tables(before: TrialReading, after: TrialReading, number: int) -> bool:
    """Tell whether every word of the page stands where it stood, some of them in as many more tables."""
    if before.prose is None or after.prose is None or before.words != after.words:
        return False
    return after.prose.html.count("<table") == before.prose.html.count("<table") + number
