"""What reports say of an inspection, in the reader's language; knows no form of a report."""

from site_builder.config import Indicator
from site_builder.inspecting.accepted import AcceptedFinding
from site_builder.inspecting.result import Inspection, PartResult, Result
from site_builder.language import Translator, choose_language
from site_builder.model import Text, choose_text


def select_title(text: Text, words: Translator) -> str:
    """Choose a title for the reader."""
    return choose_text(text, choose_language(words))


def format_state(result: Result, words: Translator) -> str:
    """Name a state."""
    return {"ok": words.say("in order"), "red": words.say("red"), "unchecked": words.say("not checked")}[result.state]


def format_threshold(indicator: Indicator, words: Translator) -> str:
    """Say from where on an indicator is red."""
    if indicator.check == "freshness":
        return words.say("freshness in site.toml")
    if indicator.clear_days:
        return words.say_plural("{n} clear day", "{n} clear days", indicator.clear_days)
    if indicator.windows:
        dates = words.say("{first} to {last}")
        runs = [
            dates.format(first=format_month_day(each.first), last=format_month_day(each.last))
            for each in indicator.windows
        ]
        return words.say(", ").join(runs)
    parts = [words.say_plural("{n} month", "{n} months", indicator.months)] if indicator.months else []
    parts += [words.say_plural("{n} day", "{n} days", indicator.days)] if indicator.days else []
    return words.say(", ").join(parts) or words.say("none at all")


def format_month_day(value: tuple[int, int]) -> str:
    """Write a day of the year."""
    return f"{value[0]:02}-{value[1]:02}"


def format_verdict(inspection: Inspection, words: Translator) -> str:
    """Say what an inspection came to as a whole."""
    red = sum(each.state == "red" for each in inspection.results)
    unchecked = sum(each.state == "unchecked" for each in inspection.results)
    sentences = [
        {
            "fails": words.say("The site would fail the inspection as a whole."),
            "red": words.say("The site would not fail as a whole, but something is red."),
            "passes": words.say("Nothing is red."),
        }[inspection.verdict],
        words.say_plural("{n} indicator is red.", "{n} indicators are red.", red) if red else "",
        words.say_plural("{n} was not checked.", "{n} were not checked.", unchecked) if unchecked else "",
    ]
    return ("" if choose_language(words) == "zh" else " ").join(each for each in sentences if each)


def format_remarks(inspection: Inspection, words: Translator) -> list[str]:
    """Say what alone fails the inspection, what turns red next, and what keeps the site from being built."""
    fails = words.say("Fails alone: {title} ({count} found, fails from {least})")
    lines = [
        fails.format(title=select_title(each.veto.title, words), count=each.count, least=each.veto.least)
        for each in inspection.failures
        if each.fails
    ]
    if inspection.turns_red:
        lines.append(words.say("The next turns red on {day}.").format(day=inspection.turns_red))
    if inspection.errors:
        lines.append(
            words.say_plural(
                "{n} error keeps the site from being built (see bulletin check): readers see its last good state.",
                "{n} errors keep the site from being built (see bulletin check): readers see its last good state.",
                inspection.errors,
            )
        )
    return lines


def format_part_notes(part: PartResult, words: Translator) -> list[str]:
    """Say what is to be said of one part, but for its name and place."""
    newest = words.say("newest of {day}").format(day=part.newest) if part.newest else ""
    again = words.say("red again on {day}, after what is scheduled")
    turns = (again if part.red else words.say("turns red on {day}")).format(day=part.turns_red)
    turns = turns if part.turns_red else ""
    return [each for each in (newest, part.note.translate(words.say), turns) if each]


def format_scope(each: AcceptedFinding, words: Translator) -> str:
    """Say what an acceptance holds for."""
    said = {
        "line": words.say("a line of text"),
        "item": words.say("all of this text"),
        "column": words.say("the column {name}"),
        "file": words.say("the file {name}"),
        "contact": words.say("{name}, wherever it stands"),
    }
    return said[each.scope].format(name=each.name)


def format_author(each: AcceptedFinding, words: Translator) -> str:
    """Say who wrote an acceptance, and when."""
    if each.author.state == "known":
        return words.say("{who}, {day}").format(who=each.author.who, day=each.author.when)
    if each.author.state == "uncommitted":
        return words.say("by whom and when is not recorded yet: the change is not committed")
    return words.say("by whom and when is not known: there is no history of this file here")
