"""What the indicators look at: a site's items with their days, its columns by kind, its addresses; judges nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from site_builder import urls
from site_builder.building.survey import Survey
from site_builder.config import Indicator
from site_builder.inspecting.date_spans import Span, make_span
from site_builder.inspecting.result import Message, PartResult, Result, make_message
from site_builder.model import Column, Item, choose_text
from site_builder.problem import Problem
from site_builder.site.publication_gate import is_public


class InspectedSite:
    """A surveyed site, arranged for looking at it."""

    def __init__(
        self, survey: Survey, problems: tuple[Problem, ...], language: str, untried: Mapping[str, int]
    ) -> None:
        """Arrange a site; drafts are left out of its spans."""
        self.untried = untried
        self.language = language
        self.survey = survey
        self.problems = problems
        self.site = survey.site
        self.today = self.site.at.day
        self.items = [item for item in survey.items.items if item.column]
        self.spans: dict[str, list[Span]] = {}
        for item in self.items:
            if not item.draft:
                down = is_public(item, self.site.at) and item.path not in self.site.by_path
                self.spans.setdefault(item.column, []).append(make_span(item, self.site.at, taken_down=down))

    def list_columns(self, kinds: Collection[str]) -> list[Column]:
        """Give the columns of some kinds."""
        wanted = {each.casefold() for each in kinds}
        return [each for each in self.site.columns if each.kind.casefold() in wanted]

    def list_items(self, kinds: Collection[str], *, drafts: bool = False) -> Iterator[Item]:
        """Give the items of columns of some kinds, each once whatever its translations."""
        columns = {each.id for each in self.list_columns(kinds)}
        seen: set[str] = set()
        for item in self.items:
            if item.column in columns and item.id not in seen and (drafts or not item.draft):
                seen.add(item.id)
                yield item

    def format_url(self, address: str) -> str:
        """Give the absolute url of an address in the main language."""
        config = self.site.config
        return urls.get_origin(config.base_url) + urls.make_href(config.base_path, address)

    def find_page_url(self, path: str) -> str:
        """Give the url of the page that a file of the site makes; "" where readers see none."""
        address = self.site.addresses.get(path.removeprefix("content/"), "")
        return self.format_url(address) if address else ""

    def format_column_name(self, column: Column) -> str:
        """Name a column."""
        return choose_text(column.title, self.language)


def make_result(indicator: Indicator, parts: Iterable[PartResult], reason: Message = Message()) -> Result:  # noqa: B008 - it is frozen
    """Make the result of parts that were looked at, the red ones first."""
    ordered = tuple(sorted(parts, key=lambda each: not each.red))
    red = any(each.red for each in ordered)
    return Result(indicator=indicator, state="red" if red else "ok", parts=ordered, reason=reason)


def make_unchecked_result(indicator: Indicator, text: str, **values: object) -> Result:
    """Say why something was not checked."""
    return Result(indicator=indicator, state="unchecked", reason=make_message(text, **values))


def make_no_column_result(indicator: Indicator, kinds: tuple[str, ...]) -> Result:
    """Say that no column is of the kinds that are looked at."""
    text = 'no column is of this kind; write kind = "{kind}" below [[columns]] in content/site.toml'
    return make_unchecked_result(indicator, text, kind=kinds[0] if kinds else "")
