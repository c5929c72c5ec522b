"""A stretch of Han text that may be a registered name -> how surely it was meant for that; finds none.

Two names one character apart are often two people, and a name's characters make other words as well. So a near miss
counts by what speaks for its being meant: an office beside it, the item naming the person, a sound alike, an end of
words on either side. docs/checks.md says which of these are enough.
"""

from site_builder.checking.people.candidates import SHORT, Candidate, Strength
from site_builder.checking.people.look_alikes import is_look_alike
from site_builder.checking.people.pronunciation import is_homophone, is_word
from site_builder.checking.personal_data.surnames import MOST_COMMON, SURNAMES


def grade_candidate(found: Candidate) -> Strength:
    """Say how surely a stretch was meant for a name."""
    name, written = found.person.name, found.written
    if len(written) != len(name):
        return grade_shortened(found) if len(written) < len(name) else grade_lengthened(found)
    if sorted(name) == sorted(written):
        enough = found.stands_alone and (len(name) > SHORT or found.has_own_office)
        return "error" if enough else ""
    apart = [n for n, (one, other) in enumerate(zip(name, written, strict=True)) if one != other]
    if apart[0] < len(found.person.surname):
        return grade_other_surname(found) if apart[-1] < len(found.person.surname) else ""
    alike = is_promising(found) and all(is_alike(name[n], written[n]) for n in apart)
    if len(name) == SHORT:
        return grade_short(found, alike=alike)
    if len(apart) == 1:
        return grade_one_off(found, alike=alike)
    return grade_rest(found) if alike else ""


def grade_rest(found: Candidate) -> Strength:
    """Judge a name of which all but the surname is another that sounds or looks alike."""
    if found.has_own_office:
        return "error"
    sure = found.person.surname not in MOST_COMMON
    return ("error" if sure else "warning") if found.stands_alone else ""


def is_alike(one: str, other: str) -> bool:
    """Tell whether a character is taken for another by its sound or its shape."""
    return is_look_alike(one, other) or is_homophone(one, other)


def grade_short(found: Candidate, *, alike: bool) -> Strength:
    """Judge a name of two characters of which the second is another: many people have names as near as that."""
    if alike and ((found.has_own_post and found.ends_word) or (found.listed and found.stands_alone)):
        return "error"
    if found.ends_word and (found.has_own_office or (alike and found.offices)):
        return "warning"
    return "warning" if alike and found.stands_alone and not is_common(found) else ""


def is_promising(found: Candidate) -> bool:
    """Tell whether the sound matters at all: it takes a dictionary to compare it."""
    return found.begins_word or found.ends_word or found.listed


def grade_one_off(found: Candidate, *, alike: bool) -> Strength:
    """Judge a name of three characters or more of which one, not the surname, is another."""
    if found.has_own_office:
        return "error" if alike or found.has_own_post else "warning"
    if found.stands_alone and found.listed and (alike or not is_common(found)):
        return "error"
    if alike and (found.ends_word or found.offices):
        # With another office beside it, it is as likely somebody else.
        return "warning" if found.offices or found.person.surname in MOST_COMMON else "error"
    return "warning" if found.stands_alone and not is_common(found) and not is_likely_stranger(found) else ""


def is_likely_stranger(found: Candidate) -> bool:
    """Tell whether a name is rather somebody else's: one of a list, or with a surname that a great many have."""
    around = found.text[found.at - 1 : found.at], found.text[found.end : found.end + 1]
    return "、" in around or found.person.surname in MOST_COMMON


def is_common(found: Candidate) -> bool:
    """Tell whether a stretch, or a part of it, is a word of the language."""
    written = found.written
    around = found.text[found.at - 1 : found.at] + written[0]
    behind = written[-1] + found.text[found.end : found.end + 1]
    return any(is_word(each) for each in (written, written[:2], written[1:], around, behind))


def grade_other_surname(found: Candidate) -> Strength:
    """Judge a name with another surname: most often that is somebody else."""
    surname = found.person.surname
    written = found.written[: len(surname)]
    alike = is_promising(found) and len(written) == len(surname) and all(map(is_alike, surname, written))
    if len(written) == 1 and written not in SURNAMES and not alike:
        return ""
    if found.has_own_office and found.ends_word and (alike or len(found.person.name) > SHORT):
        return "error" if found.has_own_post else "warning"
    unlikely = len(found.person.name) == SHORT and written not in SURNAMES
    if not found.stands_alone or is_common(found) or unlikely:
        return ""
    if len(found.person.name) > SHORT and found.listed:
        return "error"
    # 李明 is many people.
    is_likely_other = len(found.person.name) == SHORT and written in MOST_COMMON and not found.listed
    return "warning" if alike and not is_likely_other else ""


def grade_shortened(found: Candidate) -> Strength:
    """Judge a name of which one character is missing: only an office of that person tells."""
    name, written = found.person.name, found.written
    left_out = is_shortened(name, written, len(found.person.surname))
    return "error" if left_out and found.has_own_office and found.stands_alone else ""


def grade_lengthened(found: Candidate) -> Strength:
    """Judge a name in which a character stands twice, or beside one that is taken for it: 李秀英瑛."""
    name, written = found.person.name, found.written
    doubled = any(
        written[:n] + written[n + 1 :] == name and is_alike(written[n], written[n - 1]) for n in range(1, len(written))
    ) or any(
        written[:n] + written[n + 1 :] == name and is_alike(written[n], written[n + 1]) for n in range(1, len(name))
    )
    return "warning" if doubled and found.stands_alone else ""


def is_shortened(name: str, written: str, first: int) -> bool:
    """Tell whether a name without one of its characters from `first` on comes to a text."""
    return any(name[:n] + name[n + 1 :] == written for n in range(first, len(name)))
