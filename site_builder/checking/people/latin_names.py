"""Registered names in Latin letters -> what is nearly one of them; knows no registry file.

A short name one letter apart is as often somebody else: there an office beside it, the item naming the person, or that
the letters make no Chinese name at all, has to speak for the slip.
"""

import re
from collections.abc import Iterator

from site_builder.checking.people.han_names import Candidate, NearMiss, Person, compile_alternatives

# Words with a capital side by side.
RUN = re.compile(r"\b[A-Z][A-Za-z'’-]+(?:[ \n][A-Z][A-Za-z'’-]+)+")
WORD = re.compile(r"[A-Za-z'’-]+")
# Shorter words one letter apart are two names: Hui and Hua.
MIN_TELLING_LENGTH = 5
INITIALS = "b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w"
FINALS = "iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u"
PINYIN = re.compile(rf"(?:(?:{INITIALS})?(?:{FINALS}))+", re.IGNORECASE)


class LatinNames:
    """The registered names, laid out so that a text is looked through once for all of them."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        """Lay the names out by their words."""
        self.people = people
        self.names = {each.name for each in people}
        self.by_word: dict[str, list[Person]] = {}
        for each in people:
            for word in each.name.split():
                self.by_word.setdefault(word, []).append(each)
        self.word = compile_alternatives(self.by_word)
        self.exact = compile_alternatives(self.names)

    def find_near_misses(self, text: str, listed: frozenset[str]) -> Iterator[NearMiss]:
        """Find what is nearly a registered name; `listed` are the ids of the people that the item names."""
        if self.word.search(text) is None:
            return
        missing: frozenset[str] | None = None
        for run in RUN.finditer(text):
            if self.word.search(run[0]) is None:
                continue
            words = list(WORD.finditer(run[0]))
            for person, first, last in find_candidates(words, self.by_word):
                if has_exact_overlap(words, first, last, self.names):
                    continue
                if missing is None:
                    plain = " ".join(text.split())
                    missing = frozenset(p.id for p in self.people if p.id in listed and p.name not in plain)
                stretch = run[0][words[first].start() : words[last - 1].end()]
                at = run.start() + words[first].start()
                if is_near_miss(
                    Candidate(text, at, stretch, person, listed=person.id in missing), " ".join(stretch.split())
                ):
                    yield NearMiss(at, stretch, person, "error")


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


def is_near_miss(found: Candidate, written: str) -> bool:
    """Tell whether a stretch was meant for a name: the same words in another order, or one of them one letter off."""
    name = found.person.name.split()
    words = written.split()
    if sorted(name) == sorted(words):
        return True
    wrong = [(right, word) for right, word in zip(name, words, strict=True) if right != word]
    if len(wrong) != 1 or not is_one_letter_off(*wrong[0]):
        return False
    right, word = wrong[0]
    misspelt = bool(PINYIN.fullmatch(right)) and not PINYIN.fullmatch(word)
    # Where the surname differs the rest has to be telling, and the other way round.
    telling = len(right) if word != words[0] else len(" ".join(words[1:]))
    return telling >= MIN_TELLING_LENGTH or misspelt or found.has_own_office or found.listed


def is_one_letter_off(one: str, other: str) -> bool:
    """Tell whether one letter more, less, another, or two that changed places make one word of another."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:] or swapped
