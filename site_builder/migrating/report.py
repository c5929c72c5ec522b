"""The account of a migration as a Markdown file and as an object; counts and words only, writes nothing."""

from collections import Counter
from collections.abc import Callable

from site_builder.migrating.migrate import Migration
from site_builder.problem import Problem, format_message, to_record

Translate = Callable[[str], str]
RULES = {
    "tag": "template tags",
    "output": "template values",
    "shortcode": "shortcodes of Hugo",
    "kramdown": "signs of kramdown",
    "html": "HTML that was left out",
    "link": "links of the text",
    "picture": "pictures in the text",
    "alt": "alternative texts",
    "field": "fields of the head",
    "title": "titles of pages",
    "date": "dates of pages",
    "topic": "topics that differ",
    "address": "old addresses",
    "head": "heads that cannot be read",
    "form": "pages in a form that is not read",
    "encoding": "encodings of files",
    "settings": "settings of the old site",
    "file": "names of files",
    "there": "files that were there",
    "error": "errors of a check",
    "left": "files that did not come over",
}


def make_count_rows(found: Migration) -> list[tuple[int, str, int]]:
    """Give the table of what came over: how deep a line stands below the one it is part of, what, and how many.

    The words are catalogue texts. What stands one deeper adds up to the line above it.
    """
    account = found.file_counts
    return [
        (0, "files of the old site", account.total),
        (1, "items of columns", account.items),
        (1, "plain pages", account.pages),
        (1, "pictures and documents", account.files),
        (1, "did not come over", sum(number for _, number in account.skipped)),
        *((2, reason, number) for reason, number in account.skipped),
        (0, "drafts among the items and pages", found.drafts),
        (0, "old addresses that lead on", found.aliases),
        (0, "files that were there, not overwritten", found.already_there),
    ]


def count_constructs(found: Migration) -> list[tuple[str, int, int]]:
    """Give the table of constructs: a catalogue text, how many were understood, how many were not."""
    lost = Counter(each.rule for each in found.notes if each.severity == "warning")
    good = Counter(each.rule for each in found.notes if each.severity == "notice")
    return [(words, good[rule], lost[rule]) for rule, words in RULES.items() if good[rule] or lost[rule]]


def format_markdown(found: Migration, say: Translate) -> str:
    """Write the account: the tables, then every note at its file and line."""
    lines = [f"# {say('What came over, and what did not')}", "", f"| {say('what')} | {say('number')} |", "|---|---:|"]
    lines += [f"| {'– ' * depth}{say(words)} | {number} |" for depth, words, number in make_count_rows(found)]
    lines += [
        "",
        f"| {say('construct')} | {say('understood')} | {say('not understood, or left out')} |",
        "|---|---:|---:|",
    ]
    lines += [f"| {say(words)} | {good} | {lost} |" for words, good, lost in count_constructs(found)]
    for title, severity in (("Not understood, or left out", "warning"), ("Understood, or not content", "notice")):
        chosen = [each for each in found.notes if each.severity == severity]
        lines += ["", f"## {say(title)} ({len(chosen)})", "", *(format_note(each, say) for each in chosen)]
    lines += ["", f"## {say('What a check says of the new files')} ({len(found.problems)})", ""]
    lines += [format_note(each, say) for each in found.problems]
    lines += ["", f"## {say('Where each page is now')} ({len(found.pairs)})", ""]
    lines += [f"- {format_code(old)} → {format_code(new)}" for old, new in found.pairs]
    return "\n".join(lines) + "\n"


def format_note(each: Problem, say: Translate) -> str:
    """Write a note."""
    source = f": {format_code(each.source)}" if each.source else ""
    message = format_message(each.message, each.values, say)
    return f"- {format_code(f'{each.path}:{each.line}')} {message}{source} [{each.rule}]"


def format_code(text: str) -> str:
    """Write a text as code."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def to_object(found: Migration, say: Translate) -> dict[str, object]:
    """Give the account as the object that `--report json` prints."""
    return {
        "items": found.items,
        "pages": found.pages,
        "drafts": found.drafts,
        "pictures": found.pictures,
        "aliases": found.aliases,
        "there": found.already_there,
        "sources": {
            "found": found.file_counts.total,
            "items": found.file_counts.items,
            "pages": found.file_counts.pages,
            "files": found.file_counts.files,
            "left": {say(reason): number for reason, number in found.file_counts.skipped},
        },
        "constructs": {
            rule: {
                "understood": sum(n.severity == "notice" and n.rule == rule for n in found.notes),
                "not_understood": sum(n.severity == "warning" and n.rule == rule for n in found.notes),
            }
            for rule in RULES
        },
        "notes": [to_record(each, say) for each in found.notes],
        "problems": [to_record(each, say) for each in found.problems],
        "pages_now": dict(found.pairs),
        "written_paths": list(found.written),
    }
