"""A text -> the addresses in it of homes down to the door; an office's rooms and a street's numbers are none."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from site_builder.checking.foreign_signs import is_wide, keep_foreign_signs
from site_builder.checking.personal_data.homes.latin import find_latin_homes
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.numbers.surroundings import Span


def find_home_addresses(text: str, spans: Iterable[Span]) -> Iterator[PersonalData]:
    """Give the homes in a text in their order; those that overlap are one, as grave as the gravest.

    `spans` are those of its lines with digits.
    """
    found = list(find_latin_homes(text, spans))
    if is_wide(keep_foreign_signs(text)):
        from site_builder.checking.personal_data.homes.chinese import find_chinese_homes

        found += find_chinese_homes(text)
    if not found:
        return
    found.sort()
    last = found[0]
    for each in found[1:]:
        if each.start >= last.end:
            yield last
            last = each
        else:
            longer = max(last, each, key=lambda one: one.end)
            last = replace(longer, start=last.start, severity=min(last.severity, each.severity))
    yield last
