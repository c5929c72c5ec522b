"""Words of the township's own list, of lists that it imports and of the program's few, looked for in what is said."""

import re
from collections.abc import Callable, Iterable, Iterator

from site_builder.checking.readable_text import ReadableText
from site_builder.config.word_lists import WrongWord
from site_builder.problem import Problem

ReadableTextRule = Callable[[ReadableText], Iterator[Problem]]


def make_wording_rule(words: Iterable[WrongWord]) -> ReadableTextRule | None:
    """Give what finds the words of a list; None for an empty one."""
    by_words = {each.wrong: each for each in words}
    if not by_words:
        return None
    han, latin = (compile_words(each for each in by_words if (each[0] > "\x7f") == wide) for wide in (True, False))

    def check(speech: ReadableText) -> Iterator[Problem]:
        """Find each word where it is not part of one of its exceptions."""
        patterns = tuple(each for each in (han if speech.is_wide else None, latin) if each)
        if patterns:
            yield from speech.run_check(lambda text: check_wording_in_text(speech, text, patterns))

    def check_wording_in_text(
        speech: ReadableText, text: str, patterns: tuple[re.Pattern[str], ...]
    ) -> Iterator[Problem]:
        """Find each word in a text."""
        for found in (each for pattern in patterns for each in pattern.finditer(text)):
            word = by_words[found[0]]
            if is_of_day(speech, word) and not any(is_within(found, each) for each in word.unless):
                yield make_wording_problem(speech, found.start(), word)

    return check


def compile_words(words: Iterable[str]) -> re.Pattern[str] | None:
    """Give what finds any of some words, the longest where one begins another; None for no words."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(make_word_pattern, longest_first))) if longest_first else None


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


def make_word_pattern(word: str) -> str:
    """Give the pattern of a word; one that begins or ends in Latin letters does not begin or end within another."""
    before = r"(?<![A-Za-z0-9])" if re.match("[A-Za-z0-9]", word) else ""
    behind = r"(?![A-Za-z0-9])" if re.search("[A-Za-z0-9]$", word) else ""
    return before + re.escape(word) + behind


def is_within(found: re.Match[str], phrase: str) -> bool:
    """Tell whether a match is part of a phrase."""
    first = max(0, found.end() - len(phrase))
    return found.string.find(phrase, first, found.start() + len(phrase)) >= 0
