"""What `check` finds out where it is asked: outside pages that are gone, and who names somebody; prints nothing."""

from msgspec import to_builtins

from site_builder.building.build import Options, look
from site_builder.building.survey import Survey
from site_builder.checking.people.mentions import Mention, mentions
from site_builder.cli.terminal.messages import Words
from site_builder.cli.terminal.progress import Progress
from site_builder.problem import Problem, gather, soften, strict


def with_outside(
    options: Options, survey: Survey, problems: tuple[Problem, ...], progress: Progress
) -> tuple[Problem, ...]:
    """Give the Problems of a site with those of its links to other hosts, which are asked now."""
    from site_builder.publishing.external_links import outside_problems

    found = outside_problems(options.site, survey.items, survey.site.config, options.now, progress=progress)
    if not options.judge_drafts:
        found = soften(found, survey.items.drafts)
    return gather((*problems, *(strict(found) if options.strict else found)))


def said(options: Options, name: str, form: str, words: Words) -> str:
    """Give the places that name somebody: for a terminal, or as JSON; empty where the settings cannot be read."""
    survey = look(options).value
    if survey is None:
        return ""
    found = mentions(survey.items, survey.site.config, options.site, name)
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
        return f"{each.path}: {kind}"
    forms = {
        "page": words.say("page {where}"),
        "paragraph": words.say("paragraph {where}"),
        "cell": words.say("cell {where}"),
    }
    where = forms.get(each.sort, each.where).format(where=each.where)
    within = f" ({where})" if where else ""
    return f"{each.path}:{each.line}:{each.column}: {kind}{within}: {each.source}"
