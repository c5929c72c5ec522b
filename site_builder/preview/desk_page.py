"""Writes the page of the editors' desk, which is the preview's own: it stands in no output and changes nothing."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from site_builder.language import Speaker, tongue
from site_builder.preview.desk import Sheet
from site_builder.preview.pages import Showing, is_broken, owner
from site_builder.preview.pending_changes import Against
from site_builder.problem import Problem, in_words

# So many addresses of one kind are listed; so few are seen at once.
MOST, FEW = 200, 12


class DeskPage:
    """Writes the desk's page in one language."""

    def __init__(self, words: Speaker) -> None:
        """Write with the words of a language."""
        self.words = words
        self.say = words.say

    def write(self, showing: Showing) -> bytes:
        """Write the page."""
        say, desk = self.say, showing.lies
        name = escape(say("The editors' desk"))
        about = say("What readers do not see; it is on this machine only. As of {now}.")
        lang = {"zh": "zh-CN"}.get(tongue(self.words), "en")
        parts = [
            f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<title>{name} · {escape(desk.title)}</title>\n<link rel="stylesheet" href="/_preview/desk.css">',
            f'</head>\n<body>\n<header>\n<p><a href="{escape(desk.base)}">{escape(desk.title)}</a></p>',
            f"<h1>{name}</h1>\n<p>{escape(about.format(now=desk.now))}</p>",
            "</header>\n<main>",
            *self.problems(showing),
            *self.pile("drafts", say("Drafts"), desk.drafts, say("There is no draft.")),
            *self.pile("scheduled", say("Scheduled"), desk.scheduled, say("Nothing waits for its day.")),
            *self.pile("expiring", say("Expiring"), desk.expiring, say("Nothing expires within 30 days.")),
            *self.publishing(showing),
            "</main>\n</body>\n</html>\n",
        ]
        return "\n".join(parts).encode()

    def head(self, id_: str, title: str, count: int | None) -> str:
        """Begin a section."""
        number = "" if count is None else f' <span class="count">{count}</span>'
        return f'<section id="{id_}" aria-labelledby="{id_}-title">\n<h2 id="{id_}-title">{escape(title)}{number}</h2>'

    def pile(self, id_: str, title: str, found: tuple[Sheet, ...], none: str) -> Iterator[str]:
        """Write a list of items."""
        say = self.say
        yield self.head(id_, title, len(found))
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

    def problems(self, showing: Showing) -> Iterator[str]:
        """Write the Problems by file; those with errors first."""
        yield self.head("problems", self.say("Problems"), len(showing.problems))
        by_file = [(path, tuple(each)) for path, each in groupby(showing.problems, lambda p: p.path)]
        by_file.sort(key=lambda pair: not any(each.severity == "error" for each in pair[1]))
        for path, found in by_file:
            yield from self.file(path, found, showing.homes)
        if not by_file:
            yield f"<p>{escape(self.say('No problems found.'))}</p>"
        yield "</section>"

    def file(self, path: str, found: tuple[Problem, ...], homes: Mapping[str, str]) -> Iterator[str]:
        """Write the Problems of one file: line, severity, message, hint."""
        say = self.say
        words = {"error": say("error"), "warning": say("warning"), "notice": say("notice")}
        home = homes.get(owner(path, homes), "")
        name = escape(path)
        link = f'<a href="{escape(home)}">{name}</a>'
        yield f'<h3 class="file">{link if home else name}</h3>'
        yield '<ul class="problems">'
        for each in found:
            line = escape(say("line {line}").format(line=each.line))
            message, hint = (escape(in_words(text, each.values, say)) for text in (each.message, each.hint))
            source = f"<pre>{escape(each.source)}</pre>" if each.source else ""
            mark = f'<strong class="severity">{escape(words[each.severity])}</strong>'
            told = f'<p class="told">{line} · {mark} {message}</p>{source}'
            advice = f'<p class="hint">{hint}</p>' if hint else ""
            yield f'<li class="{each.severity}">{told}{advice}</li>'
        yield "</ul>"

    def publishing(self, showing: Showing) -> Iterator[str]:
        """Write what a publish would change, by target."""
        say = self.say
        yield self.head("publishing", say("What a publish would change"), None)
        if is_broken(showing):
            yield f"<p>{escape(say('Nothing can be published until the errors are mended.'))}</p>"
        elif showing.against is None:
            yield f'<p role="status">{escape(say("This is being found out …"))}</p>'
        for each in () if is_broken(showing) else showing.against or ():
            yield from self.target(each)
        yield "</section>"

    def target(self, each: Against) -> Iterator[str]:
        """Write what would change on one target."""
        say = self.say
        if each.name:
            yield f'<h3 class="file">{escape(each.name)} <code>{escape(each.to)}</code></h3>'
        yield f"<p>{escape(each.failure or self.known(each))}</p>"
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
                more = self.words.plural("and {n} more", "and {n} more", len(found) - MOST)
                rest = f'<li class="more">{escape(more)}</li>' if len(found) > MOST else ""
                yield f'<ul class="addresses">{rows}{rest}</ul></details>'

    def known(self, each: Against) -> str:
        """Say what was compared."""
        say = self.say
        if each.whole and each.live:
            return say("Every file was compared with the live release {live}.").format(live=each.live)
        if each.whole:
            return say("Nothing has been published there yet.")
        return say(
            "The server was not asked. This is what content/ledger.jsonl knows: addresses that are new or gone, and "
            "texts and titles that changed; not lists and pictures. All of it: bulletin publish --dry-run"
        )
