"""What `check` finds out where it is asked: outside pages that are gone, and who names somebody; prints nothing."""

from msgspec import to_builtins

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.building.survey import Survey
from site_builder.checking.people.mentions import Mention, find_mentions
from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.progress import BuildProgress
from site_builder.problem import Problem, downgrade_draft_errors, sort_problems, upgrade_warnings


def add_external_problems(
    options: Options, survey: Survey, problems: tuple[Problem, ...], progress: BuildProgress
) -> tuple[Problem, ...]:
    """Give the Problems of a site with those of its links to other hosts, which are asked now."""
    from site_builder.publishing.external_links import check_external_links

    found = check_external_links(options.site, survey.items, survey.site.config, options.now, progress=progress)
    if not options.judge_drafts:
        found = downgrade_draft_errors(found, survey.items.drafts)
    return sort_problems((*problems, *(upgrade_warnings(found) if options.strict else found)))


def format_mentions(options: Options, name: str, form: str, messages: Messages) -> str:
    """Give the places that name somebody: for a terminal, or as JSON; empty where the settings cannot be read."""
    survey = survey_site(options).value
    if survey is None:
        return ""
    found = find_mentions(survey.items, survey.site.config, options.site, name)
    if form == "json":
        return messages.format_json({"naming": name, "mentions": [to_builtins(each) for each in found]})
    kinds = {
        "page": messages.say("page"),
        "caption": messages.say("caption"),
        "attachment": messages.say("attachment"),
        "unread": messages.say("not looked into"),
    }
    lines = [format_mention(each, kinds[each.kind], messages) for each in found]
    named = sum(each.kind != "unread" for each in found)
    files = len({each.path for each in found if each.kind != "unread"})
    total = messages.say_plural("{n} place", "{n} places", named)
    return "\n".join(
        [*lines, messages.say("{places} in {files} files name {name}").format(places=total, files=files, name=name)]
    )


def format_mention(mention: Mention, kind: str, messages: Messages) -> str:
    """Write one place."""
    if mention.kind == "unread":
        return f"{mention.path}: {kind}"
    forms = {
        "page": messages.say("page {where}"),
        "paragraph": messages.say("paragraph {where}"),
        "cell": messages.say("cell {where}"),
    }
    where = forms.get(mention.sort, mention.where).format(where=mention.where)
    within = f" ({where})" if where else ""
    return f"{mention.path}:{mention.line}:{mention.column}: {kind}{within}: {mention.source}"
