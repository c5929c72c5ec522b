"""The township's own list of words (content/wording.toml), looked for in what is said; adds no word of its own."""

import re
from collections.abc import Callable, Iterable, Iterator

from site_builder.checking.readable_text import Speech
from site_builder.config.small_tables import Word
from site_builder.problem import Problem

Finder = Callable[[Speech], Iterator[Problem]]


def wording_rule(words: Iterable[Word]) -> Finder | None:
    """Give what finds the words of a list; None for an empty one."""
    by_words = {each.wrong: each for each in words}
    if not by_words:
        return None
    longest_first = sorted(by_words, key=len, reverse=True)
    pattern = re.compile("|".join(map(bounded, longest_first)))

    def check(speech: Speech) -> Iterator[Problem]:
        """Find each word where it is not part of one of its exceptions."""
        return speech.told(lambda text: found_words(speech, text))

    def found_words(speech: Speech, text: str) -> Iterator[Problem]:
        """Find each word in a text."""
        for found in pattern.finditer(text):
            word = by_words[found[0]]
            if not any(within(found, each) for each in word.unless):
                yield told(speech, found.start(), word)

    return check


def told(speech: Speech, at: int, word: Word) -> Problem:
    """Say what is wrong with a word and what to write."""
    message = (
        '"{wrong}" is on the list of wrong words: {reason}'
        if word.reason
        else '"{wrong}" is on the list of wrong words'
    )
    hint = "write {right}" if word.right else "leave it out, or say it in another way"
    return speech.note("error", "wording", at, message, hint, wrong=word.wrong, right=word.right, reason=word.reason)


def bounded(word: str) -> str:
    """Give the pattern of a word; one that begins or ends in Latin letters does not begin or end within another."""
    before = r"(?<![A-Za-z0-9])" if re.match("[A-Za-z0-9]", word) else ""
    behind = r"(?![A-Za-z0-9])" if re.search("[A-Za-z0-9]$", word) else ""
    return before + re.escape(word) + behind


def within(found: re.Match[str], phrase: str) -> bool:
    """Tell whether a match is part of a phrase."""
    first = max(0, found.end() - len(phrase))
    return found.string.find(phrase, first, found.start() + len(phrase)) >= 0
