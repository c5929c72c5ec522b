"""Words that few texts have -> those that a text has, looked for by the rarest sign of each; judges nothing.

A text is looked through for one sign at a tenth of what it costs to look for a word, and many words share one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

# The commonest signs of texts; a text is looked through for others.
COMMON_HAN = "的一国在中了和是有年大不为会业上地发出作要工行民这经家新个日部以来到市成生对进全我们政多主时"
# The commonest first; any other sign is rarer.
COMMON_SIGNS = "\n etaoinshrdlucmfwypgvbk.,-TSACMIPWBRHDFLNOEG0123456789jxqz，。、：；"
COMMON_SIGNS += f"{COMMON_HAN}公务府乡村镇区社安场法粮质"


def find_rarest(word: str) -> str:
    """Give the rarest sign of a word."""
    return max(word, key=lambda sign: (sign not in COMMON_SIGNS, COMMON_SIGNS.find(sign)))


class RareWords:
    """Words by the rarest sign of each."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words."""
        self.by_sign: dict[str, list[str]] = {}
        for word in words:
            self.by_sign.setdefault(find_rarest(word), []).append(word)

    def find_words(self, text: str) -> Iterator[str]:
        """Give the words that a text has."""
        for sign, words in self.by_sign.items():
            if sign in text:
                for word in words:
                    if word in text:
                        yield word

    def has_any(self, text: str) -> bool:
        """Tell whether a text has any of the words."""
        return next(self.find_words(text), None) is not None


class RarePatterns(RareWords):
    """Patterns by a word that what each of them finds has."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        """Take the patterns."""
        super().__init__(patterns)
        self.patterns = patterns

    def find_patterns(self, text: str) -> Iterator[re.Pattern[str]]:
        """Give the patterns whose words a text has."""
        return map(self.patterns.__getitem__, self.find_words(text))

    def has_match(self, text: str) -> bool:
        """Tell whether any of the patterns finds something in a text."""
        return any(pattern.search(text) for pattern in self.find_patterns(text))
