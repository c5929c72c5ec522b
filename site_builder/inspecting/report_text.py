"""An inspection as a table for a terminal, and as an object for programs; prints nothing."""

import unicodedata
from collections.abc import Iterator, Sequence

from site_builder.inspecting import wording as w
from site_builder.inspecting.result import Failure, Inspection, Part, Result
from site_builder.language import Speaker

# So many parts of one indicator are listed; there is --format json for all.
MOST = 20


def as_text(inspection: Inspection, words: Speaker) -> str:
    """Write a table of the indicators, below it what is red and where, and at the end the verdict."""
    head = words.say("{site}, as an inspector would find it on {day}")
    title = w.titled(inspection.site, words)
    columns = (words.say("state"), words.say("found"), words.say("threshold"), words.say("turns red"))
    rows = [(*columns, words.say("indicator")), *(row(each, words) for each in inspection.results)]
    lines = [head.format(site=title, day=inspection.at.local[:10]), *about(inspection, words), "", *table(rows), ""]
    for each in inspection.results:
        lines += details(each, words)
    return "\n".join([*lines, w.verdict(inspection, words), *w.remarks(inspection, words), ""])


def about(inspection: Inspection, words: Speaker) -> list[str]:
    """Say by what the site was inspected, and where that is written down."""
    profile = inspection.profile
    return [each for each in (w.titled(profile.title, words), w.titled(profile.source, words)) if each]


def row(result: Result, words: Speaker) -> tuple[str, ...]:
    """Write the row of an indicator."""
    title = w.titled(result.indicator.title, words)
    if result.state == "unchecked":
        return w.state(result, words), "-", "-", "-", title
    found = str(result.count)
    return w.state(result, words), found, w.threshold(result.indicator, words), result.turns_red or "-", title


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Set rows in columns; the last column is as wide as it is."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for each in rows:
        filled = [text + " " * (width - cells(text)) for text, width in zip(each, widths, strict=True)]
        yield "  ".join(filled).rstrip()


def cells(text: str) -> int:
    """Count the cells that a text takes on a terminal (Unicode Standard Annex 11, values W and F)."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def details(result: Result, words: Speaker) -> Iterator[str]:
    """List what is red, or why it was not checked."""
    reason = result.reason.put(words.say)
    shown = [each for each in result.parts if each.red or each.turns_red or each.note.text]
    if not reason and not shown:
        return
    yield f"{w.titled(result.indicator.title, words)}: {w.state(result, words)}"
    if reason:
        yield f"    {reason}"
    for each in shown[:MOST]:
        mark = "x" if each.red else "-"
        yield f"    {mark} {each.name}"
        yield from (f"        {line}" for line in lines_of(each, words))
    if len(shown) > MOST:
        yield f"    {words.plural('and {n} more', 'and {n} more', len(shown) - MOST)}"
    yield ""


def lines_of(part: Part, words: Speaker) -> Iterator[str]:
    """Say where a part is and what is to be said of it."""
    if part.place and part.place != part.name:
        yield part.place
    if part.address and part.address != part.name:
        yield part.address
    yield from w.told(part, words)


def as_record(inspection: Inspection, words: Speaker) -> dict[str, object]:
    """Give an inspection as the object that `--format json` prints."""
    return {
        "site": w.titled(inspection.site, words),
        "url": inspection.url,
        "at": inspection.at.local,
        "profile": inspection.profile.name,
        "title": w.titled(inspection.profile.title, words),
        "source": w.titled(inspection.profile.source, words),
        "verdict": inspection.verdict,
        "turns_red": inspection.turns_red or None,
        "errors": inspection.errors,
        "vetoes": [failure_record(each, words) for each in inspection.failures],
        "indicators": [result_record(each, words) for each in inspection.results],
    }


def failure_record(failure: Failure, words: Speaker) -> dict[str, object]:
    """Give a veto as an object."""
    title, of = w.titled(failure.veto.title, words), list(failure.veto.of)
    return {"title": title, "of": of, "count": failure.count, "from": failure.veto.least, "fails": failure.fails}


def result_record(result: Result, words: Speaker) -> dict[str, object]:
    """Give the result of an indicator as an object."""
    return {
        "id": result.indicator.id,
        "title": w.titled(result.indicator.title, words),
        "check": result.indicator.check,
        "state": result.state,
        "count": result.count,
        "threshold": w.threshold(result.indicator, words),
        "days": result.indicator.days,
        "months": result.indicator.months,
        "turns_red": result.turns_red or None,
        "reason": result.reason.put(words.say),
        "pages": [part_record(each, words) for each in result.parts],
    }


def part_record(part: Part, words: Speaker) -> dict[str, object]:
    """Give a part as an object."""
    return {
        "name": part.name,
        "address": part.address,
        "place": part.place,
        "red": part.red,
        "newest": part.newest or None,
        "turns_red": part.turns_red or None,
        "note": part.note.put(words.say),
    }
