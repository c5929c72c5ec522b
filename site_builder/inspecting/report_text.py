"""An inspection as a table for a terminal, and as an object for programs; prints nothing."""

import unicodedata
from collections.abc import Iterator, Sequence

from site_builder.inspecting import wording as w
from site_builder.inspecting.accepted import AcceptedFinding
from site_builder.inspecting.result import Failure, Inspection, PartResult, Result
from site_builder.language import Translator

# So many parts of one indicator are listed; there is --format json for all.
MAX_PARTS = 20


def format_text(inspection: Inspection, words: Translator) -> str:
    """Write a table of the indicators, below it what is red and where, and at the end the verdict."""
    head = words.say("{site}, as an inspector would find it on {day}")
    title = w.select_title(inspection.site, words)
    columns = (words.say("state"), words.say("found"), words.say("threshold"), words.say("turns red"))
    rows = [(*columns, words.say("indicator")), *(format_row(each, words) for each in inspection.results)]
    lines = [
        head.format(site=title, day=inspection.at.local[:10]),
        *format_profile(inspection, words),
        "",
        *format_table(rows),
        "",
    ]
    for each in inspection.results:
        lines += format_details(each, words)
    lines += format_accepted(inspection, words)
    return "\n".join([*lines, w.format_verdict(inspection, words), *w.format_remarks(inspection, words), ""])


def format_profile(inspection: Inspection, words: Translator) -> list[str]:
    """Say by what the site was inspected, and where that is written down."""
    profile = inspection.profile
    return [each for each in (w.select_title(profile.title, words), w.select_title(profile.source, words)) if each]


def format_row(result: Result, words: Translator) -> tuple[str, ...]:
    """Write the row of an indicator."""
    title = w.select_title(result.indicator.title, words)
    if result.state == "unchecked":
        return w.format_state(result, words), "-", "-", "-", title
    found = str(result.count)
    return (
        w.format_state(result, words),
        found,
        w.format_threshold(result.indicator, words),
        result.turns_red or "-",
        title,
    )


def format_table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Set rows in columns; the last column is as wide as it is."""
    widths = [max(map(count_cells, column)) for column in zip(*rows, strict=True)]
    for each in rows:
        filled = [text + " " * (width - count_cells(text)) for text, width in zip(each, widths, strict=True)]
        yield "  ".join(filled).rstrip()


def count_cells(text: str) -> int:
    """Count the cells that a text takes on a terminal (Unicode Standard Annex 11, values W and F)."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def format_details(result: Result, words: Translator) -> Iterator[str]:
    """List what is red, or why it was not checked."""
    reason = result.reason.translate(words.say)
    shown = [each for each in result.parts if each.red or each.turns_red or each.note.text]
    if not reason and not shown:
        return
    yield f"{w.select_title(result.indicator.title, words)}: {w.format_state(result, words)}"
    if reason:
        yield f"    {reason}"
    for each in shown[:MAX_PARTS]:
        mark = "x" if each.red else "-"
        yield f"    {mark} {each.name}"
        yield from (f"        {line}" for line in format_part(each, words))
    if len(shown) > MAX_PARTS:
        yield f"    {words.say_plural('and {n} more', 'and {n} more', len(shown) - MAX_PARTS)}"
    yield ""


def format_part(part: PartResult, words: Translator) -> Iterator[str]:
    """Say where a part is and what is to be said of it."""
    if part.place and part.place != part.name:
        yield part.place
    if part.address and part.address != part.name:
        yield part.address
    yield from w.format_part_notes(part, words)


def format_accepted(inspection: Inspection, words: Translator) -> Iterator[str]:
    """List all that is accepted: where, what it holds for, why, who wrote that and when."""
    if not inspection.accepted:
        return
    yield words.say("Accepted with a reason: {count}").format(count=len(inspection.accepted))
    for each in inspection.accepted:
        yield f"    - {each.path}:{each.line}  [{each.rule}]"
        yield f"        {w.format_scope(each, words)}"
        yield f"        {each.reason}"
        yield f"        {w.format_author(each, words)}"
    yield ""


def build_record(inspection: Inspection, words: Translator) -> dict[str, object]:
    """Give an inspection as the object that `--format json` prints."""
    return {
        "site": w.select_title(inspection.site, words),
        "url": inspection.url,
        "at": inspection.at.local,
        "profile": inspection.profile.name,
        "title": w.select_title(inspection.profile.title, words),
        "source": w.select_title(inspection.profile.source, words),
        "verdict": inspection.verdict,
        "turns_red": inspection.turns_red or None,
        "errors": inspection.errors,
        "vetoes": [build_failure_record(each, words) for each in inspection.failures],
        "indicators": [build_result_record(each, words) for each in inspection.results],
        "accepted": [build_accepted_record(each) for each in inspection.accepted],
    }


def build_accepted_record(each: AcceptedFinding) -> dict[str, object]:
    """Give what is accepted as an object."""
    return {
        "rule": each.rule,
        "path": each.path,
        "line": each.line,
        "scope": each.scope,
        "name": each.name or None,
        "reason": each.reason,
        "who": each.author.who or None,
        "when": each.author.when or None,
        "history": each.author.state,
    }


def build_failure_record(failure: Failure, words: Translator) -> dict[str, object]:
    """Give a veto as an object."""
    title, indicators = w.select_title(failure.veto.title, words), list(failure.veto.of)
    return {
        "title": title,
        "of": indicators,
        "count": failure.count,
        "from": failure.veto.least,
        "fails": failure.fails,
    }


def build_result_record(result: Result, words: Translator) -> dict[str, object]:
    """Give the result of an indicator as an object."""
    return {
        "id": result.indicator.id,
        "title": w.select_title(result.indicator.title, words),
        "check": result.indicator.check,
        "state": result.state,
        "count": result.count,
        "threshold": w.format_threshold(result.indicator, words),
        "days": result.indicator.days,
        "months": result.indicator.months,
        "turns_red": result.turns_red or None,
        "reason": result.reason.translate(words.say),
        "pages": [build_part_record(each, words) for each in result.parts],
    }


def build_part_record(part: PartResult, words: Translator) -> dict[str, object]:
    """Give a part as an object."""
    return {
        "name": part.name,
        "address": part.address,
        "place": part.place,
        "red": part.red,
        "newest": part.newest or None,
        "turns_red": part.turns_red or None,
        "note": part.note.translate(words.say),
    }
