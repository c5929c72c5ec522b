"""What the program makes of an item's text, to be compared with what it makes of a changed one; knows no change."""

from collections import Counter
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.checking.item_rules import make_text_checker
from site_builder.config import Config
from site_builder.content.body_cache import ConvertedBody
from site_builder.content.parse_item import DecodedFile, ItemParser
from site_builder.content.scan import split_language
from site_builder.front_matter.read import parse_front_matter
from site_builder.markdown.plain_text import to_plain_text
from site_builder.mends.mend import MendableText
from site_builder.model import Item, Prose
from site_builder.problem import Problem


class TrialReading(Struct, frozen=True):
    """An item's text, what its block says, what its body became, and what is wrong in it."""

    source: MendableText
    item: Item | None
    prose: Prose | None

    @property
    def words(self) -> str:
        """What stands on the page, without white space."""
        return "".join(to_plain_text(self.prose.html).split()) if self.prose else ""

    def count_problems(self) -> Counter[tuple[str, str]]:
        """Count what is wrong by rule and message, wherever it stands."""
        return Counter((each.rule, each.message) for each in self.source.problems)


class TrialReader:
    """Reads texts as a build of a site does."""

    def __init__(self, site: Path, config: Config) -> None:
        """Read by the settings of a site."""
        self.parser = ItemParser(site, config, None, make_text_checker)
        self.languages = tuple(each.id for each in config.languages)

    def read(self, path: str, text: str) -> TrialReading:
        """Read the text of a file below the site; what its translation takes over is not asked for."""
        name = path.removeprefix("content/")
        front_matter = parse_front_matter(text, path)
        stem, language = split_language(name, self.languages)
        result = self.parser.parse_file(stem, name, language, DecodedFile("", text, front_matter), None)
        item = result.parsed.item
        body = msgspec.msgpack.decode(result.body, type=ConvertedBody) if result.body else None
        source = MendableText(path, text, front_matter.body, result.parsed.problems)
        return TrialReading(source, replace(item, body="") if item else None, body.prose if body else None)


def find_new_problems(before: TrialReading, after: TrialReading) -> tuple[Problem, ...]:
    """Give the Problems of the kinds of which there are more than there were."""
    more = after.count_problems() - before.count_problems()
    return tuple(each for each in after.source.problems if (each.rule, each.message) in more)
