"""An inspection as one HTML page for the person in charge: nothing is fetched for it, and it prints on A4."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from site_builder.inspecting import wording as w
from site_builder.inspecting.report_text import format_profile
from site_builder.inspecting.result import Inspection, PartResult, Result
from site_builder.language import Translator, choose_language, format_day_text

STYLE = Path(__file__).with_name("report.css")


def format_html(inspection: Inspection, words: Translator) -> str:
    """Write the page."""
    lang = {"zh": "zh-CN"}.get(choose_language(words), "en")
    title = escape(w.select_title(inspection.site, words))
    name = escape(words.say("Inspection report"))
    parts = [
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{name} · {title}</title>\n<style>\n{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n<main>",
        f"<header>\n<p>{title}</p>\n<h1>{name}</h1>\n<p>{format_day(inspection.at.local[:10], words)}</p>",
        *(f"<p>{escape(each)}</p>" for each in format_profile(inspection, words)),
        "</header>",
        *format_summary(inspection, words),
        *format_overview(inspection, words),
        *format_upcoming(inspection, words),
        *(line for each in inspection.results for line in format_section(each, words)),
        *format_accepted(inspection, words),
        f"<footer>\n<p>{escape(words.say(COUNTING))}</p>\n</footer>\n</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


COUNTING = (
    "Days are counted from the day of publication. The day on which the time is full counts as red. "
    "Items that will become public by themselves are counted from their day on, drafts are not. "
    "What is not checked here has to be looked at by a person."
)


def format_day(text: str, words: Translator) -> str:
    """Write a day for people and for programs."""
    return f'<time datetime="{text}">{escape(format_day_text(text, words.locale))}</time>' if text else "–"


def format_summary(inspection: Inspection, words: Translator) -> Iterator[str]:
    """Say what it came to."""
    yield f'<div class="verdict {inspection.verdict}">\n<p>{escape(w.format_verdict(inspection, words))}</p>'
    remarks = w.format_remarks(inspection, words)
    if remarks:
        yield "<ul>"
        yield from (f"<li>{escape(each)}</li>" for each in remarks)
        yield "</ul>"
    yield "</div>"


def format_overview(inspection: Inspection, words: Translator) -> Iterator[str]:
    """Write the table of the indicators."""
    heads = (words.say("indicator"), words.say("state"), words.say("found"), words.say("threshold"))
    yield '<table class="overview">\n<thead>\n<tr>'
    yield "".join(f'<th scope="col">{escape(each)}</th>' for each in (*heads, words.say("turns red")))
    yield "</tr>\n</thead>\n<tbody>"
    for each in inspection.results:
        unchecked = each.state == "unchecked"
        title = escape(w.select_title(each.indicator.title, words))
        cells = (
            f'<span class="state">{escape(w.format_state(each, words))}</span>',
            "–" if unchecked else str(each.count),
            "–" if unchecked else escape(w.format_threshold(each.indicator, words)),
            format_day(each.turns_red, words),
        )
        anchor = f"#{escape(each.indicator.id)}"
        named = f'<a href="{anchor}">{title}</a>'
        yield f'<tr class="{each.state}"><th scope="row">{named}</th>'
        labels = (words.say("state"), words.say("found"), words.say("threshold"), words.say("turns red"))
        yield "".join(f'<td data-label="{escape(n)}">{c}</td>' for n, c in zip(labels, cells, strict=True)) + "</tr>"
    yield "</tbody>\n</table>"


def format_upcoming(inspection: Inspection, words: Translator) -> Iterator[str]:
    """List what turns red, the next first."""
    coming = sorted(
        (part.turns_red, w.select_title(each.indicator.title, words), part.name)
        for each in inspection.results
        for part in each.parts
        if part.turns_red
    )
    if coming:
        yield f"<section>\n<h2>{escape(words.say('What turns red next, if nothing else is published'))}</h2>\n<ol>"
        for when, title, name in coming:
            named = f"<strong>{escape(name)}</strong>"
            yield f'<li class="coming">{format_day(when, words)} {named} <span>{escape(title)}</span></li>'
        yield "</ol>\n</section>"


def format_section(result: Result, words: Translator) -> Iterator[str]:
    """Write what is to be said of one indicator."""
    indicator = result.indicator
    yield f'<section id="{escape(indicator.id)}" class="{result.state}">'
    mark = f'<span class="state">{escape(w.format_state(result, words))}</span>'
    yield f"<h2>{escape(w.select_title(indicator.title, words))} {mark}</h2>"
    if indicator.source:
        yield f"<p>{escape(w.select_title(indicator.source, words))}</p>"
    if result.reason.text:
        yield f"<p>{escape(result.reason.translate(words.say))}</p>"
    if result.parts:
        yield "<ul>"
        yield from (format_part(each, words) for each in result.parts)
        yield "</ul>"
    elif result.state == "ok":
        yield f"<p>{escape(words.say('Nothing was found.'))}</p>"
    yield "</section>"


def format_accepted(inspection: Inspection, words: Translator) -> Iterator[str]:
    """List all that is accepted."""
    if not inspection.accepted:
        return
    title = words.say("Accepted with a reason: {count}").format(count=len(inspection.accepted))
    yield f'<section id="accepted">\n<h2>{escape(title)}</h2>\n<ul>'
    for each in inspection.accepted:
        notes = " · ".join((each.rule, w.format_scope(each, words), w.format_author(each, words)))
        place = f"<code>{escape(f'{each.path}:{each.line}')}</code>"
        yield f'<li class="ok"><strong>{escape(each.reason)}</strong> {place}<br>{escape(notes)}</li>'
    yield "</ul>\n</section>"


def format_part(part: PartResult, words: Translator) -> str:
    """Write one part."""
    name = escape(part.name)
    named = f'<a href="{escape(part.address)}">{name}</a>' if part.address else name
    mark = f'<span class="visually-hidden">{escape(words.say("red"))}: </span>' if part.red else ""
    place = f" <code>{escape(part.place)}</code>" if part.place and part.place != part.name else ""
    note = f"<br>{escape(' · '.join(w.format_part_notes(part, words)))}" if w.format_part_notes(part, words) else ""
    return f'<li class="{"red" if part.red else "ok"}">{mark}<strong>{named}</strong>{place}{note}</li>'
