"""What `check` finds out besides: whether outside pages are there, and who names somebody; prints nothing itself."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import to_builtins

from site_builder.building.build import Options, Survey
from site_builder.checking.naming import Mention, mentions
from site_builder.cli.progress import Progress
from site_builder.cli.words import Words
from site_builder.problem import Problem, gather, soften, strict

TEXTS = (".txt", ".csv", ".tsv", ".html", ".htm", ".json", ".ics", ".vcf", ".xml", ".svg")
DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".wps", ".zip")


def with_outside(
    options: Options, survey: Survey, problems: tuple[Problem, ...], progress: Progress
) -> tuple[Problem, ...]:
    """Give the Problems of a site with those of its links to other hosts, which are asked now."""
    from site_builder.publishing.outside import outside_problems

    found = outside_problems(options.site, survey.items, survey.site.config, options.now, progress=progress)
    if not options.judge_drafts:
        found = soften(found, survey.items.drafts)
    return gather((*problems, *(strict(found) if options.strict else found)))


def said(site: Path, survey: Survey, name: str, form: str, words: Words) -> str:
    """Give the places that name somebody: for a terminal, or as JSON."""
    found = mentions(survey.items, survey.site.config, site, name, texts)
    if form == "json":
        return words.json({"naming": name, "mentions": [to_builtins(each) for each in found]})
    kinds = {
        "page": words.say("page"),
        "caption": words.say("caption"),
        "attachment": words.say("attachment"),
        "unread": words.say("not looked into"),
    }
    lines = [line(each, kinds[each.kind], words) for each in found]
    named = sum(each.kind != "unread" for each in found)
    files = len({each.path for each in found if each.kind != "unread"})
    total = words.plural("{n} place", "{n} places", named)
    return "\n".join(
        [*lines, words.say("{places} in {files} files name {name}").format(places=total, files=files, name=name)]
    )


def line(each: Mention, kind: str, words: Words) -> str:
    """Write one place."""
    if each.kind == "unread":
        return f"{each.path}: {kind}: {words.say(each.where)}"
    where = f" ({each.where})" if each.where else ""
    return f"{each.path}:{each.line}:{each.column}: {kind}{where}: {each.source}"


def texts(data: bytes, path: str) -> Iterator[tuple[str, str, str]]:
    """Give the texts of an attachment: where, text, or why there is none; of pictures there are none."""
    if path.lower().endswith(TEXTS):
        text = data.decode("utf-8-sig", "replace")
        yield "", data.decode("gb18030", "replace") if "\ufffd" in text else text, ""
    elif path.lower().endswith(DOCUMENTS):
        yield "", "", "nobody can look into this kind of file here"
