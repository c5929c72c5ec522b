"""The township's own list of words (content/wording.toml), looked for in what is said; adds no word of its own."""

import re
from collections.abc import Callable, Iterable, Iterator

from site_builder.checking.readable_text import ReadableText
from site_builder.config.small_tables import WrongWord
from site_builder.problem import Problem

ReadableTextRule = Callable[[ReadableText], Iterator[Problem]]


def make_wording_rule(words: Iterable[WrongWord]) -> ReadableTextRule | None:
    """Give what finds the words of a list; None for an empty one."""
    by_words = {each.wrong: each for each in words}
    if not by_words:
        return None
    longest_first = sorted(by_words, key=len, reverse=True)
    pattern = re.compile("|".join(map(make_word_pattern, longest_first)))

    def check(speech: ReadableText) -> Iterator[Problem]:
        """Find each word where it is not part of one of its exceptions."""
        return speech.run_check(lambda text: check_wording_in_text(speech, text))

    def check_wording_in_text(speech: ReadableText, text: str) -> Iterator[Problem]:
        """Find each word in a text."""
        for found in pattern.finditer(text):
            word = by_words[found[0]]
            if not any(is_within(found, each) for each in word.unless):
                yield make_wording_problem(speech, found.start(), word)

    return check


def make_wording_problem(readable: ReadableText, at: int, word: WrongWord) -> Problem:
    """Say what is wrong with a word and what to write."""
    message = (
        '"{wrong}" is on the list of wrong words: {reason}'
        if word.reason
        else '"{wrong}" is on the list of wrong words'
    )
    hint = "write {right}" if word.right else "leave it out, or say it in another way"
    return readable.make_problem(
        "error", "wording", at, message, hint, wrong=word.wrong, right=word.right, reason=word.reason
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
