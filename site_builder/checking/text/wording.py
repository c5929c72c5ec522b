"""Words of the township's own list, of lists that it imports and of the program's few, looked for in what is said."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from site_builder.checking.rare_signs import COMMON_HAN
from site_builder.checking.readable_text import ReadableText
from site_builder.config.word_lists import WrongWord
from site_builder.problem import Problem

ReadableTextRule = Callable[[ReadableText], Iterator[Problem]]


def make_wording_rule(words: Iterable[WrongWord]) -> ReadableTextRule | None:
    """Give what finds the words of a list; None for an empty one."""
    by_words = {each.wrong: each for each in words}
    if not by_words:
        return None
    han, latin = (
        WordFinder({wrong: word.right for wrong, word in by_words.items() if (wrong[0] > "\x7f") == wide})
        for wide in (True, False)
    )

    def check(speech: ReadableText) -> Iterator[Problem]:
        """Find each word where it is not part of one of its exceptions."""
        finders = tuple(each for each in (han if speech.is_wide else None, latin) if each and each.words)
        if finders:
            yield from speech.run_check(lambda text: check_wording_in_text(speech, text, finders))

    def check_wording_in_text(speech: ReadableText, text: str, finders: tuple[WordFinder, ...]) -> Iterator[Problem]:
        """Find each word in a text; where two overlap, the first alone."""
        for finder in finders:
            end = 0
            for at, written in finder.find_words(text):
                word = by_words[written]
                right = any(is_within(text, at, written, each) for each in word.unless)
                if at >= end and is_of_day(speech, word) and not right:
                    end = at + len(written)
                    yield make_wording_problem(speech, at, word)

    return check


class WordFinder:
    """Some words, laid out so that a text is looked through once for two signs of each that are not common."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the words, each with the right one."""
        self.words = words

    @cached_property
    def by_pair(self) -> dict[str, list[tuple[int, str]]]:
        """The words by these two signs, or the only one, with how far behind their beginning they stand."""
        found: dict[str, list[tuple[int, str]]] = {}
        for word, right in self.words.items():
            at = find_rare_pair(word, right)
            found.setdefault(word[at : at + 2], []).append((at, word))
        return found

    @cached_property
    def lengths(self) -> frozenset[int]:
        """How long they are: two signs, or one."""
        return frozenset(map(len, self.by_pair))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What each of the pairs looks like, and some that are none; and each word that is one sign."""
        pairs = [each for each in self.by_pair if len(each) > 1]
        first, second = ("".join(sorted({re.escape(each[n]) for each in pairs})) for n in (0, 1))
        pair = f"[{first}](?=[{second}])" if pairs else "(?!)"
        return re.compile("|".join((*sorted(map(re.escape, self.by_pair.keys() - pairs)), pair)))

    def find_words(self, text: str) -> Iterator[tuple[int, str]]:
        """Give where words begin, and which, the longest first where several begin in one place."""
        for start, _, word in sorted(self.find_unsorted_words(text)):
            yield start, word

    def find_unsorted_words(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Give where words begin, with their length below zero."""
        by_pair = self.by_pair
        for sign in self.pattern.finditer(text):
            at = sign.start()
            for length in self.lengths:
                words = by_pair.get(text[at : at + length])
                if words:
                    yield from find_at(text, at, words)


def find_at(text: str, at: int, words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Give which of some words, so far before a place, stand there, and where they begin."""
    for before, word in words:
        start = at - before
        if start >= 0 and text.startswith(word, start) and is_bounded(text, start, word):
            yield start, -len(word), word


def find_rare_pair(word: str, right: str) -> int:
    """Give where the first two signs side by side begin that the right word does not have, and that are not common."""

    def rate_pair(at: int) -> tuple[bool, bool, bool]:
        return word[at : at + 2] not in right, word[at] not in COMMON_HAN, word[at + 1 : at + 2] not in COMMON_HAN

    return max(range(max(1, len(word) - 1)), key=rate_pair)


def is_bounded(text: str, start: int, word: str) -> bool:
    """Tell whether a Latin word that stands in a text does not begin or end within another."""
    end = start + len(word)
    return not (
        (is_latin(word[0]) and start > 0 and is_latin(text[start - 1]))
        or (is_latin(word[-1]) and end < len(text) and is_latin(text[end]))
    )


def is_latin(sign: str) -> bool:
    """Tell whether a sign is one of a Latin word or a number."""
    return sign.isascii() and sign.isalnum()


def is_of_day(readable: ReadableText, word: WrongWord) -> bool:
    """Tell whether a word is wrong on the item's day."""
    day = readable.item.date.local[:10] if readable.item.date else ""
    return (not word.since or word.since <= day) and (not word.until or day <= word.until or not day)


def make_wording_problem(readable: ReadableText, at: int, word: WrongWord) -> Problem:
    """Say what is wrong with a word and what to write."""
    message = (
        '"{wrong}" is on the list of wrong words: {reason}'
        if word.reason
        else '"{wrong}" is on the list of wrong words'
    )
    hint = "write {right}" if word.right else "leave it out, or say it in another way"
    return readable.make_problem(
        word.severity, "wording", at, message, hint, wrong=word.wrong, right=word.right, reason=word.reason
    )


def is_within(text: str, at: int, word: str, phrase: str) -> bool:
    """Tell whether a word of a text is part of a phrase."""
    first = max(0, at + len(word) - len(phrase))
    return text.find(phrase, first, at + len(phrase)) >= 0
