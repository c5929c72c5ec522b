"""`bulletin verify`, `serverconfig` and `next`: what comes after a release is live."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from site_builder.cli.on_failure import ON_FAILURE
from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.problems import print_problems
from site_builder.cli.terminal.progress import BuildProgress
from site_builder.problem import Problem, format_message, has_errors, to_record

if TYPE_CHECKING:
    from site_builder.building.session import Options
    from site_builder.building.survey import Survey
    from site_builder.config import Destination
    from site_builder.publishing.schedule import ScheduledChange
    from site_builder.publishing.verify.verify import Verdict

SITE = click.option("--site", type=click.Path(path_type=Path), help="The site's folder; here without it.")
AT = click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
REPORT = click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How to say what came of it."
)
DONE, FAILED = 0, 1
HEADER_RULES = frozenset(["type", "header", "cache"])
ERROR_RULES = ("tampered", "missing", "extra")


@click.command()
@click.argument("target", metavar="[URL|NAME]", required=False, default="")
@SITE
@click.option(
    "--signers",
    type=click.Path(path_type=Path),
    help="OpenSSH allowed-signers file: who may sign; else the target's key.",
)
@click.option("--strict", is_flag=True, help="A release that cannot be judged counts as an error.")
@click.option("--quiet", is_flag=True, help="Say nothing where all is as published; headers are not looked at.")
@ON_FAILURE
@REPORT
@LANG
def verify(  # noqa: PLR0913 - one for each option
    target: str, site: Path | None, signers: Path | None, *, strict: bool, quiet: bool, report: str, lang: str | None
) -> int:
    """Compare the live site at URL with its manifest, or that of the target NAME with the local build too."""
    from site_builder.publishing.verify.expectations import find_target_by_name, find_target_by_url
    from site_builder.publishing.verify.verify import verify as run

    messages = Messages(lang)
    who = signers.read_bytes() if signers else None
    if "://" in target:
        url, expectations_of = find_target_by_url(target, site, who)
    else:
        url, expectations_of = find_target_by_name(site or Path(), target, who)
    with BuildProgress(messages) as progress:
        verdict = localize_times(run(url, expectations_of, progress), messages)
    if report == "json":
        click.echo(messages.format_json(to_verdict_record(verdict, messages)))
    elif not (quiet and is_fine(verdict)):
        for each in verdict.problems:
            click.echo(format_finding(each, messages))
        click.echo(format_verdict(verdict, messages))
    return FAILED if has_errors(verdict.problems) or (strict and not verdict.judged) else DONE


def localize_times(verdict: "Verdict", messages: Messages) -> "Verdict":
    """Write the times in what is wrong with a site as its readers do."""
    return replace(
        verdict,
        problems=tuple(
            replace(
                each,
                values=tuple((name, format_local_time(value, verdict.zone, messages)) for name, value in each.values),
            )
            for each in verdict.problems
        ),
    )


def format_local_time(text: str, zone: str, messages: Messages) -> str:
    """Write a text that is a time of a manifest on the clock of a zone; leave any other, and where no zone is known."""
    from site_builder.language import format_timestamp
    from site_builder.publishing.release.manifest import TIME_FORMAT

    try:
        moment = datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return text
    return format_timestamp(moment.timestamp(), zone, messages.locale) if zone else text


def is_fine(verdict: "Verdict") -> bool:
    """Tell whether a site is as published; how its server is set up is told, but is not worth a message each day."""
    return verdict.judged and all(each.severity == "notice" or each.rule in HEADER_RULES for each in verdict.problems)


def format_finding(each: Problem, messages: Messages) -> str:
    """Say what is wrong with an address, in a line."""
    severity = {"error": messages.say("error"), "warning": messages.say("warning"), "notice": messages.say("notice")}
    message = format_message(each.message, each.values, messages.say)
    return f"{severity[each.severity]}: {each.path}: {message}  [{each.rule}]"


def format_verdict(verdict: "Verdict", messages: Messages) -> str:
    """Say what a verification came to."""
    signatures = {
        "good": messages.say("the signature is good"),
        "wrong": messages.say("the signature is wrong"),
        "missing": messages.say("the signature is missing"),
        "none": messages.say("it is not signed"),
        "unchecked": messages.say("its signature was not checked: no key is known"),
    }
    if has_errors(verdict.problems):
        sentence = messages.say(
            "{url}: NOT as published: {tampered} tampered, {missing} missing, {extra} extra; {signature}"
        )
    elif not verdict.judged:
        sentence = messages.say(
            "{url}: made elsewhere, cannot be judged: {files} files are as the manifest of {released} says; {signature}"
        )
    else:
        sentence = messages.say("{url}: {files} files as published at {released}; {signature}")
    counts = {rule: verdict.count(rule) for rule in ERROR_RULES}
    signature = signatures[verdict.signature]
    return sentence.format(
        url=verdict.url,
        files=verdict.files,
        released=format_local_time(verdict.released, verdict.zone, messages) or "-",
        signature=signature,
        **counts,
    )


def to_verdict_record(verdict: "Verdict", messages: Messages) -> dict[str, object]:
    """Give a verdict as the object that `--report json` prints."""
    names = ("url", "base_url", "released", "signature", "files", "requests", "seconds")
    lists = {
        rule: [each.path for each in verdict.problems if each.rule == rule and each.severity == "error"]
        for rule in ERROR_RULES
    }
    return {
        "ok": verdict.judged and not has_errors(verdict.problems),
        "judged": verdict.judged,
        **{name: getattr(verdict, name) for name in names},
        **lists,
        "problems": [to_record(each, messages.say) for each in verdict.problems],
    }


@click.command()
@click.argument("server", type=click.Choice(["nginx", "caddy", "apache"]))
@SITE
@click.option("--target", default="", metavar="NAME", help="Which target it is for; else the only one, or the site.")
@click.option("--root", default="", metavar="PATH", help="The target's folder on the server, which holds current.")
@click.option("--include", is_flag=True, help="Include the file with redirects and headers that each release has.")
@AT
@LANG
def serverconfig(  # noqa: PLR0913, PLR0917 - one option each
    server: str, site: Path | None, target: str, root: str, at: str, lang: str | None, *, include: bool
) -> int:
    """Print the configuration of a web server for the site, with its redirects and what is gone."""
    from msgspec.structs import replace

    from site_builder.ledger import parse_ledger
    from site_builder.publishing.deployment import PublishRequest
    from site_builder.publishing.destinations import read_ledger_lines
    from site_builder.publishing.serverconfig.render_config import render_server_config
    from site_builder.publishing.serverconfig.server_facts import DEFAULT_ROOT, collect_facts, parse_target_path

    messages, folder = Messages(lang), site or Path()
    destination = choose_target(folder, target)
    options = PublishRequest(site=folder, at=at, now=time.time()).make_build_options(destination)
    found = survey_site(replace(options, publishing=False), messages)
    if found is None:
        return FAILED
    where = root or parse_target_path(destination.to) or DEFAULT_ROOT
    ledger = parse_ledger(read_ledger_lines(folder, destination)).value
    facts = collect_facts(found.site, found.items, found.outputs, ledger, where)
    click.echo(render_server_config(server, facts, include=include), nl=False)
    return DONE


def choose_target(site: Path, name: str) -> "Destination":
    """Give the target with a name; without one the only one, which a staging copy is only where there is no other."""
    from site_builder.config import Destination, read_config
    from site_builder.publishing.deployment import find_destination

    if name:
        return find_destination(site, name)
    config = read_config(site).value
    targets = config.publish if config else ()
    public = [each for each in targets if not each.staging] or targets
    return public[0] if len(public) == 1 else Destination(name="", to="")


@click.command("next")
@click.argument("site", required=False, default=".", type=click.Path(path_type=Path))
@AT
@click.option("--report", type=click.Choice(["text", "json"]), default="text", help="How to say what is due.")
@LANG
def next_(site: Path, at: str, report: str, lang: str | None) -> int:
    """Print the next moment at which something of SITE (default: here) becomes public or expires."""
    from site_builder.publishing.schedule import find_next_changes

    messages = Messages(lang)
    found = survey_site(make_build_options(site, at), messages)
    changes = find_next_changes(found.items, found.site) if found else ()
    if report == "json":
        click.echo(messages.format_json(to_schedule_record(changes)))
    elif changes:
        click.echo(
            "\n".join([changes[0].when.local, *(f"    {format_scheduled_change(each, messages)}" for each in changes)])
        )
    elif found:
        click.echo(
            messages.say("Nothing is due: nothing becomes public or expires after {now}.").format(
                now=found.site.at.local
            )
        )
    return DONE if found else FAILED


def format_scheduled_change(due: "ScheduledChange", messages: Messages) -> str:
    """Say what happens to an item."""
    from site_builder.publishing.verify.headers import sanitize_line

    sentences = {
        "public": messages.say('content/{path} becomes public: "{title}"'),
        "over": messages.say('content/{path} expires: "{title}"'),
        "pinned": messages.say('content/{path} is no longer pinned: "{title}"'),
        "alert": messages.say('the alert of content/{path} ends: "{title}"'),
        "withdrawn": messages.say('content/{path} is withdrawn: "{title}"'),
        "overdue": messages.say('a commitment of content/{path} becomes overdue: "{title}"'),
        "ended": messages.say('an event of content/{path} is over: "{title}"'),
        "month": messages.say('the month of content/{path} is over, its page shows the newest first: "{title}"'),
        "begun": messages.say('an entry of content/{path} begins, and has a page of its own: "{title}"'),
        "former": messages.say('an entry of content/{path} is over, and has no page any more: "{title}"'),
        "changed": messages.say('a change of content/{path} is shown: "{title}"'),
    }
    return sentences[due.kind].format(path=due.path, title=sanitize_line(due.title))


def to_schedule_record(changes: "tuple[ScheduledChange, ...]") -> dict[str, object]:
    """Give what is due as an object; `epoch` counts seconds since 1970."""
    return {
        "next": changes[0].when.local if changes else None,
        "epoch": changes[0].when.epoch if changes else None,
        "changes": [{"kind": each.kind, "path": f"content/{each.path}", "title": each.title} for each in changes],
    }


def make_build_options(site: Path, at: str) -> "Options":
    """Give what the site is judged by."""
    from site_builder.building.session import Options

    return Options(site=site, output=site / "public", at=at, now=time.time())


def survey_site(options: "Options", messages: Messages) -> "Survey | None":
    """Read and plan a site; say what is wrong with it, and give nothing where there is an error."""
    from site_builder.building.build import survey_site

    found = survey_site(options)
    wrong = tuple(each for each in found.problems if each.severity == "error")
    print_problems(wrong, messages)
    return None if wrong else found.value
