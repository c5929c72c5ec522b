"""Plain pages that seem to be items: what has a date, or is of a community, belongs into a column's folder."""

from collections.abc import Callable, Iterator

from site_builder.checking.readable_text import ReadableText
from site_builder.checking.source_places import locate_block_field
from site_builder.config import Config
from site_builder.front_matter.read import parse_front_matter
from site_builder.late_patterns import compile_late
from site_builder.problem import Place, Problem, make_problem
from site_builder.urls import find_introduced_column

# What only says something of an item; a plain page may well be updated, corrected or withdrawn.
ITEM_FIELDS = (
    *("date", "events", "expires", "communities", "topics", "people", "commitments", "settles"),
    *("pinned_until", "alert", "disclosure", "contact", "order"),
)
# What an introduction cannot have: its address is that of the column, and no list names it.
INTRODUCTION_STRAYS = (
    *(each for each in ITEM_FIELDS if each not in {"order", "expires"}),
    *("slug", "aliases", "image", "attachments", "related", "template"),
)
DATED_NAME = compile_late(r"\d{4}[-.年]?\d{1,2}[-.月]?\d{1,2}(?!\d)")
DEFAULT_COLUMN = "news"


def make_column_rule(config: Config) -> Callable[[ReadableText], Iterator[Problem]]:
    """Give the rule, which proposes a column of the site."""
    folder = next((each.id for each in config.columns), DEFAULT_COLUMN)

    def check(speech: ReadableText) -> Iterator[Problem]:
        """Find a page in content/ itself that has a field of items, or the name of one."""
        if speech.item.column and not speech.item.order:
            return
        path, name = speech.item_text.path, speech.item_text.path.rpartition("/")[2]
        written = parse_front_matter(speech.text, path)
        introduction = find_introduced_column(speech.item.path)
        if introduction or speech.item.column:
            # What is not the file's own is the original's, where it is told.
            strays = INTRODUCTION_STRAYS if introduction else ("order",)
            field = next((each for each in strays if written.fields.get(each)), "")
            if field:
                message = 'the field "{field}" says nothing here: it is none of a column\'s introduction'
                if not introduction:
                    message = 'the field "{field}" says nothing here: only the introduction of a column has it'
                at = locate_block_field(written, path, field)
                yield make_problem("warning", "column", at, message, "leave it out", field=field)
            return
        field = next((each for each in ITEM_FIELDS if written.fields.get(each)), "")
        if not field and not DATED_NAME.match(name):
            return
        message = "this is a page of the footer, in no list and no feed, since it lies in no column's folder"
        hint = "if it is news or a notice, move it to content/{folder}/{name}"
        at = locate_block_field(written, path, field) if field else Place(path)
        yield make_problem("warning", "column", at, message, hint, folder=folder, name=name)

    return check
