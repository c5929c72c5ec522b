"""Writes the page of the editors' desk, which is the preview's own: it stands in no output and changes nothing."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from site_builder.language import Translator, choose_language
from site_builder.preview.desk import DeskItem
from site_builder.preview.pages import PreviewState, find_owner, is_broken
from site_builder.preview.pending_changes import PendingChanges
from site_builder.problem import Problem, format_message

# So many addresses of one kind are listed; so few are seen at once.
MOST, FEW = 200, 12


class DeskPage:
    """Writes the desk's page in one language."""

    def __init__(self, messages: Translator) -> None:
        """Write with the words of a language."""
        self.messages = messages
        self.say = messages.say

    def render(self, state: PreviewState) -> bytes:
        """Write the page."""
        say, desk = self.say, state.desk_content
        name = escape(say("The editors' desk"))
        about = say("What readers do not see; it is on this machine only. As of {now}.")
        lang = {"zh": "zh-CN"}.get(choose_language(self.messages), "en")
        parts = [
            f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<title>{name} · {escape(desk.title)}</title>\n<link rel="stylesheet" href="/_preview/desk.css">',
            f'</head>\n<body>\n<header>\n<p><a href="{escape(desk.base)}">{escape(desk.title)}</a></p>',
            f"<h1>{name}</h1>\n<p>{escape(about.format(now=desk.now))}</p>",
            "</header>\n<main>",
            *self.render_problems(state),
            *self.render_items("drafts", say("Drafts"), desk.drafts, say("There is no draft.")),
            *self.render_items("scheduled", say("Scheduled"), desk.scheduled, say("Nothing waits for its day.")),
            *self.render_items("expiring", say("Expiring"), desk.expiring, say("Nothing expires within 30 days.")),
            *self.render_pending_changes(state),
            "</main>\n</body>\n</html>\n",
        ]
        return "\n".join(parts).encode()

    def render_heading(self, id_: str, title: str, count: int | None) -> str:
        """Begin a section."""
        number = "" if count is None else f' <span class="count">{count}</span>'
        return f'<section id="{id_}" aria-labelledby="{id_}-title">\n<h2 id="{id_}-title">{escape(title)}{number}</h2>'

    def render_items(self, id_: str, title: str, found: tuple[DeskItem, ...], none: str) -> Iterator[str]:
        """Write a list of items."""
        say = self.say
        yield self.render_heading(id_, title, len(found))
        if found:
            yield '<ul class="sheets">'
            for each in found:
                day = escape(each.when.replace(" ", "T"))
                when = f'<time datetime="{day}">{escape(each.when)}</time>' if day else "<span></span>"
                name = escape(each.title)
                link = f'<a href="{escape(each.href)}">{name}</a>'
                if not each.href:
                    link = f'<span>{name} <strong class="wrong">{escape(say("has a mistake"))}</strong></span>'
                yield f'<li class="sheet">{when} {link} <code>content/{escape(each.path)}</code></li>'
            yield "</ul>"
        else:
            yield f"<p>{escape(none)}</p>"
        yield "</section>"

    def render_problems(self, state: PreviewState) -> Iterator[str]:
        """Write the Problems by file; those with errors first."""
        yield self.render_heading("problems", self.say("Problems"), len(state.problems))
        by_file = [(path, tuple(each)) for path, each in groupby(state.problems, lambda p: p.path)]
        by_file.sort(key=lambda pair: not any(each.severity == "error" for each in pair[1]))
        for path, found in by_file:
            yield from self.render_file(path, found, state.page_hrefs)
        if not by_file:
            yield f"<p>{escape(self.say('No problems found.'))}</p>"
        yield "</section>"

    def render_file(self, path: str, found: tuple[Problem, ...], page_hrefs: Mapping[str, str]) -> Iterator[str]:
        """Write the Problems of one file: line, severity, message, hint."""
        say = self.say
        severities = {"error": say("error"), "warning": say("warning"), "notice": say("notice")}
        href = page_hrefs.get(find_owner(path, page_hrefs), "")
        name = escape(path)
        link = f'<a href="{escape(href)}">{name}</a>'
        yield f'<h3 class="file">{link if href else name}</h3>'
        yield '<ul class="problems">'
        for each in found:
            line = escape(say("line {line}").format(line=each.line))
            message, hint = (escape(format_message(text, each.values, say)) for text in (each.message, each.hint))
            source = f"<pre>{escape(each.source)}</pre>" if each.source else ""
            mark = f'<strong class="severity">{escape(severities[each.severity])}</strong>'
            paragraph = f'<p class="told">{line} · {mark} {message}</p>{source}'
            advice = f'<p class="hint">{hint}</p>' if hint else ""
            yield f'<li class="{each.severity}">{paragraph}{advice}</li>'
        yield "</ul>"

    def render_pending_changes(self, state: PreviewState) -> Iterator[str]:
        """Write what a publish would change, by target."""
        say = self.say
        yield self.render_heading("publishing", say("What a publish would change"), None)
        if is_broken(state):
            yield f"<p>{escape(say('Nothing can be published until the errors are mended.'))}</p>"
        elif state.pending_changes is None:
            yield f'<p role="status">{escape(say("This is being found out …"))}</p>'
        for each in () if is_broken(state) else state.pending_changes or ():
            yield from self.render_target(each)
        yield "</section>"

    def render_target(self, each: PendingChanges) -> Iterator[str]:
        """Write what would change on one target."""
        say = self.say
        if each.name:
            yield f'<h3 class="file">{escape(each.name)} <code>{escape(each.to)}</code></h3>'
        yield f"<p>{escape(each.failure or self.format_comparison(each))}</p>"
        if each.failure:
            return
        kinds = ((say("New"), each.added), (say("Changed"), each.changed), (say("Gone"), each.removed))
        if not any(found for _, found in kinds):
            yield f"<p>{escape(say('A publish would change nothing.'))}</p>"
        for title, found in kinds:
            if found:
                named = f'{escape(title)} <span class="count">{len(found)}</span>'
                unfolded = " open" if len(found) <= FEW else ""
                yield f'<details class="changes"{unfolded}><summary>{named}</summary>'
                rows = "".join(f'<li class="address">{escape(path)}</li>' for path in found[:MOST])
                more = self.messages.say_plural("and {n} more", "and {n} more", len(found) - MOST)
                rest = f'<li class="more">{escape(more)}</li>' if len(found) > MOST else ""
                yield f'<ul class="addresses">{rows}{rest}</ul></details>'

    def format_comparison(self, each: PendingChanges) -> str:
        """Say what was compared."""
        say = self.say
        if each.is_complete and each.live:
            return say("Every file was compared with the live release {live}.").format(live=each.live)
        if each.is_complete:
            return say("Nothing has been published there yet.")
        return say(
            "The server was not asked. This is what content/ledger.jsonl knows: addresses that are new or gone, and "
            "texts and titles that changed; not lists and pictures. All of it: bulletin publish --dry-run"
        )
