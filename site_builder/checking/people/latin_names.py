"""Registered names in Latin letters -> what is nearly one of them; knows no registry file.

A name one letter apart is as often somebody else: an office beside it, the item naming the person, or that the letters
make no Chinese syllables, has to speak for the slip to be sure; a longer name, with a word more before or behind, is
another.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from site_builder.checking.people.candidates import Candidate, NearMiss, Person, Strength
from site_builder.checking.people.han_names import compile_alternatives
from site_builder.checking.people.offices import LATIN_OFFICES
from site_builder.late_patterns import compile_late

# What is typed for the apostrophe of a name.
APOSTROPHES = "’‘ʼ`´"
# Words with a capital side by side.
RUN = compile_late(r"[A-Z](?<!\w.)[A-Za-z'-]+(?:[ \n][A-Z][A-Za-z'-]+)+")
WORD = compile_late(r"(?<![A-Za-z'-])[A-Za-z-]+(?:'(?!s\b)[A-Za-z-]+)*")
# Words all in capitals side by side.
CAPITALS = compile_late(r"[A-Z](?<!\w.)[A-Z'-]+(?:[ \n][A-Z][A-Z'-]+)+\b(?!')")
# Shorter words one letter apart are two names: Hui and Hua.
MIN_TELLING_LENGTH = 5
# The syllables of Mandarin: what may follow each beginning.
SYLLABLES = (
    "(?:a|ai|an|ang|ao|e|ei|en|er|o|ou",
    "[bp](?:a|ai|an|ang|ao|ei|en|eng|i|ian|iao|ie|in|ing|o|u)|pou",
    "m(?:a|ai|an|ang|ao|e|ei|en|eng|i|ian|iao|ie|in|ing|iu|o|ou|u)",
    "f(?:a|an|ang|ei|en|eng|o|ou|u)",
    "[dt](?:a|ai|an|ang|ao|e|eng|i|ian|iao|ie|ing|ong|ou|u|uan|ui|un|uo)|d(?:ei|en|ia|iu)",
    "[nl](?:a|ai|an|ang|ao|e|ei|eng|i|ian|iang|iao|ie|in|ing|iu|ong|ou|u|uan|uo|ue|v|ve|un)|nen|lia|lo",
    "[gkh](?:a|ai|an|ang|ao|e|ei|en|eng|ong|ou|u|ua|uai|uan|uang|ui|un|uo)",
    "[jqx](?:i|ia|ian|iang|iao|ie|in|ing|iong|iu|u|uan|ue|un)",
    "(?:zh|ch|sh|[zcs])(?:a|ai|an|ang|ao|e|en|eng|i|ong|ou|u|uan|ui|un|uo)|(?:zh|ch|sh)(?:ua|uai|uang)|(?:zh|sh|z)ei",
    "r(?:an|ang|ao|e|en|eng|i|ong|ou|u|uan|ui|un|uo)",
    "y(?:a|an|ang|ao|e|i|in|ing|o|ong|ou|u|uan|ue|un)|w(?:a|ai|an|ang|ei|en|eng|o|u))",
)
PINYIN = compile_late(f"(?:{'|'.join(SYLLABLES)})+", re.IGNORECASE)
# Words with a capital that may stand before a name and are no part of it.
LEADS = compile_late(
    r"Then|Yesterday|Today|When|And|But|While|After|Before|With|On|In|At|The|Our|Also|Later|Now|Here|There|Both|As|For"
    r"|Since|If|Although|Because|Last|This|That|From|To|By|Mr|Mrs|Ms|Miss|Dr|Cllr|Sir|Professor|Prof"
)


class LatinNames:
    """The registered names, laid out so that a text is looked through once for all of them."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        """Lay the names out by their words."""
        self.people = tuple(replace(each, name=each.name.replace("’", "'")) for each in people)
        self.names = {each.name for each in self.people}
        self.by_word: dict[str, list[Person]] = {}
        for each in self.people:
            for word in each.name.split():
                self.by_word.setdefault(word, []).append(each)
        self.capitals = {word.upper(): word for word in self.by_word}
        self.word = compile_alternatives({*self.by_word, *self.capitals})
        self.exact = compile_alternatives(self.names)

    def find_near_misses(self, text: str, listed: frozenset[str]) -> Iterator[NearMiss]:
        """Find what is nearly a registered name; `listed` are the ids of the people that the item names."""
        for sign in APOSTROPHES:
            text = text.replace(sign, "'")
        if self.word.search(text) is None:
            return
        written, text = text, CAPITALS.sub(self.write_plainly, text)
        missing: frozenset[str] | None = None
        for run in RUN.finditer(text):
            if self.word.search(run[0]) is None:
                continue
            words = list(WORD.finditer(run[0]))
            for person, first, last in find_candidates(words, self.by_word):
                if has_exact_overlap(words, first, last, self.names) or is_cut_short(run[0], words, last):
                    continue
                if missing is None:
                    plain = " ".join(text.split())
                    missing = frozenset(p.id for p in self.people if p.id in listed and p.name not in plain)
                stretch = " ".join(each[0] for each in words[first:last])
                at = run.start() + words[first].start()
                found = Candidate(text, at, stretch, person, listed=person.id in missing)
                severity = grade_latin_candidate(found, find_word_before(run[0], words, first))
                if severity:
                    yield NearMiss(at, written[at : at + len(stretch)], person, severity)
            for person, first, last in find_divided(words, self.by_word):
                stretch = " ".join(each[0] for each in words[first:last])
                at = run.start() + words[first].start()
                yield NearMiss(at, written[at : at + len(stretch)], person, "warning")

    def write_plainly(self, run: re.Match[str]) -> str:
        """Write words in capitals as names are written."""
        return WORD.sub(lambda word: self.capitals.get(word[0]) or word[0].title(), run[0])


def find_divided(words: list[re.Match[str]], by_word: dict[str, list[Person]]) -> Iterator[tuple[Person, int, int]]:
    """Give the stretches that are a registered name divided into other words, each once: Zhou Wen Bo of Zhou Wenbo."""
    plain = [word[0] for word in words]
    for person in {each.name: each for word in plain for each in by_word.get(word, ())}.values():
        letters, length = join_letters(person.name.split()), len(person.name.split())
        for size in (length - 1, length + 1):
            for first in range(len(plain) - size + 1) if size else ():
                if join_letters(plain[first : first + size]) == letters:
                    yield person, first, first + size


def join_letters(words: list[str]) -> str:
    """Give the letters of a name without what divides them."""
    return "".join(words).replace("-", "").lower()


def find_word_before(run: str, words: list[re.Match[str]], first: int) -> str:
    """Give the word with a capital that stands before a stretch on its line."""
    apart = first == 0 or "\n" in run[words[first - 1].end() : words[first].start()]
    return "" if apart else words[first - 1][0]


def is_cut_short(run: str, words: list[re.Match[str]], last: int) -> bool:
    """Tell whether a stretch ends within a longer name on its line: Mary Ann of Mary Ann Monroe."""
    if last == len(words) or "\n" in run[words[last - 1].end() : words[last].start()]:
        return False
    return words[last][0].lower() not in LATIN_OFFICES


def find_candidates(words: list[re.Match[str]], by_word: dict[str, list[Person]]) -> Iterator[tuple[Person, int, int]]:
    """Give the stretches of a run that hold a word of a registered name, each once: whose, first word, last but one."""
    found = {
        (person, first, last): None
        for number, word in enumerate(words)
        for person in by_word.get(word[0], ())
        for first, last in list_spans(number, len(person.name.split()), len(words))
    }
    yield from found


def list_spans(number: int, length: int, most: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of as many words as a name has that hold a word."""
    for first in range(max(0, number - length + 1), number + 1):
        if first + length <= most:
            yield first, first + length


def has_exact_overlap(words: list[re.Match[str]], first: int, last: int, names: set[str]) -> bool:
    """Tell whether a registered name, rightly written, takes up some of a stretch."""
    plain = [word[0] for word in words]
    length = last - first
    return any(
        " ".join(plain[start : start + length]) in names
        for start in range(max(0, first - length + 1), last)
        if start + length <= len(plain)
    )


def grade_latin_candidate(found: Candidate, before: str) -> Strength:
    """Say how surely a stretch was meant for a name: its words in another order, or one of them one letter off.

    `before` is a word with a capital that stands before it.
    """
    name, words = found.person.name.split(), found.written.split()
    longer = bool(before) and LEADS.fullmatch(before) is None and before.lower() not in LATIN_OFFICES
    if sorted(name) == sorted(words):
        return "warning" if longer else "error"
    wrong = [(right, word) for right, word in zip(name, words, strict=False) if right != word]
    if len(name) != len(words) or len(wrong) != 1 or not is_one_letter_off(*wrong[0]):
        return ""
    right, word = wrong[0]
    misspelt = bool(PINYIN.fullmatch(right)) and not PINYIN.fullmatch(word)
    if not longer and (misspelt or found.has_own_office or found.listed):
        return "error"
    # Where the surname differs the rest has to be telling, and the other way round.
    telling = len(right) if word != words[0] else len(" ".join(words[1:]))
    return "warning" if misspelt or found.has_own_office or found.listed or telling >= MIN_TELLING_LENGTH else ""


def is_one_letter_off(one: str, other: str) -> bool:
    """Tell whether one letter more, less, another, or two that changed places make one word of another."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:] or swapped
