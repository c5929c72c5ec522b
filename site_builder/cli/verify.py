"""`bulletin verify`, `serverconfig` and `next`: what comes after a release is live."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from site_builder.cli.on_failure import ON_FAILURE
from site_builder.cli.terminal.messages import Words
from site_builder.cli.terminal.progress import Progress
from site_builder.problem import Problem, as_record, as_text, errors, in_words

if TYPE_CHECKING:
    from site_builder.building.build import Options
    from site_builder.building.survey import Survey
    from site_builder.config import Destination
    from site_builder.publishing.schedule import Due
    from site_builder.publishing.verify.verify import Verdict

SITE = click.option("--site", type=click.Path(path_type=Path), help="The site's folder; here without it.")
AT = click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
REPORT = click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How to say what came of it."
)
DONE, FAILED = 0, 1
HEADERS = frozenset(["type", "header", "cache"])
ERRORS = ("tampered", "missing", "extra")


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
    from site_builder.publishing.verify.expectations import by_name, by_url
    from site_builder.publishing.verify.verify import verify as run

    words = Words(lang)
    who = signers.read_bytes() if signers else None
    if "://" in target:
        url, known = by_url(target, site, who)
    else:
        url, known = by_name(site or Path(), target, who)
    with Progress(words) as progress:
        verdict = with_local_times(run(url, known, progress), words)
    if report == "json":
        click.echo(words.json(verdict_record(verdict, words)))
    elif not (quiet and is_fine(verdict)):
        for each in verdict.problems:
            click.echo(told(each, words))
        click.echo(summed_up(verdict, words))
    return FAILED if errors(verdict.problems) or (strict and not verdict.judged) else DONE


def with_local_times(verdict: "Verdict", words: Words) -> "Verdict":
    """Write the times in what is wrong with a site as its readers do."""
    return replace(
        verdict,
        problems=tuple(
            replace(each, values=tuple((name, local_time(value, verdict.zone, words)) for name, value in each.values))
            for each in verdict.problems
        ),
    )


def local_time(text: str, zone: str, words: Words) -> str:
    """Write a text that is a time of a manifest on the clock of a zone; leave any other, and where no zone is known."""
    from site_builder.language import moment_in_words
    from site_builder.publishing.release.manifest import FORM

    try:
        moment = datetime.strptime(text, FORM).replace(tzinfo=UTC)
    except ValueError:
        return text
    return moment_in_words(moment.timestamp(), zone, words.locale) if zone else text


def is_fine(verdict: "Verdict") -> bool:
    """Tell whether a site is as published; how its server is set up is told, but is not worth a message each day."""
    return verdict.judged and all(each.severity == "notice" or each.rule in HEADERS for each in verdict.problems)


def told(each: Problem, words: Words) -> str:
    """Say what is wrong with an address, in a line."""
    severity = {"error": words.say("error"), "warning": words.say("warning"), "notice": words.say("notice")}
    message = in_words(each.message, each.values, words.say)
    return f"{severity[each.severity]}: {each.path}: {message}  [{each.rule}]"


def summed_up(verdict: "Verdict", words: Words) -> str:
    """Say what a verification came to."""
    signatures = {
        "good": words.say("the signature is good"),
        "wrong": words.say("the signature is wrong"),
        "missing": words.say("the signature is missing"),
        "none": words.say("it is not signed"),
        "unchecked": words.say("its signature was not checked: no key is known"),
    }
    if errors(verdict.problems):
        sentence = words.say(
            "{url}: NOT as published: {tampered} tampered, {missing} missing, {extra} extra; {signature}"
        )
    elif not verdict.judged:
        sentence = words.say(
            "{url}: made elsewhere, cannot be judged: {files} files are as the manifest of {released} says; {signature}"
        )
    else:
        sentence = words.say("{url}: {files} files as published at {released}; {signature}")
    counts = {rule: verdict.count(rule) for rule in ERRORS}
    signature = signatures[verdict.signature]
    return sentence.format(
        url=verdict.url,
        files=verdict.files,
        released=local_time(verdict.released, verdict.zone, words) or "-",
        signature=signature,
        **counts,
    )


def verdict_record(verdict: "Verdict", words: Words) -> dict[str, object]:
    """Give a verdict as the object that `--report json` prints."""
    names = ("url", "base_url", "released", "signature", "files", "requests", "seconds")
    lists = {
        rule: [each.path for each in verdict.problems if each.rule == rule and each.severity == "error"]
        for rule in ERRORS
    }
    return {
        "ok": verdict.judged and not errors(verdict.problems),
        "judged": verdict.judged,
        **{name: getattr(verdict, name) for name in names},
        **lists,
        "problems": [as_record(each, words.say) for each in verdict.problems],
    }


@click.command()
@click.argument("server", type=click.Choice(["nginx", "caddy"]))
@SITE
@click.option("--target", default="", metavar="NAME", help="Which target it is for; else the only one, or the site.")
@click.option("--root", default="", metavar="PATH", help="The target's folder on the server, which holds current.")
@AT
@LANG
def serverconfig(  # noqa: PLR0913, PLR0917 - one option each
    server: str, site: Path | None, target: str, root: str, at: str, lang: str | None
) -> int:
    """Print the whole configuration of a web server for the site, with its redirects and what is gone."""
    from msgspec.structs import replace

    from site_builder.ledger import parse_ledger
    from site_builder.publishing.deployment import Request
    from site_builder.publishing.destinations import read_lines
    from site_builder.publishing.serverconfig import DEFAULT_ROOT, facts_of, path_of, server_config

    words, folder = Words(lang), site or Path()
    there = choose_target(folder, target)
    options = Request(site=folder, at=at, now=time.time()).options(there)
    found = surveyed(replace(options, publishing=False), words)
    if found is None:
        return FAILED
    where = root or path_of(there.to) or DEFAULT_ROOT
    ledger = parse_ledger(read_lines(folder, there)).value
    facts = facts_of(found.site, found.items, found.outputs, ledger, where)
    click.echo(server_config(server, facts), nl=False)
    return DONE


def choose_target(site: Path, name: str) -> "Destination":
    """Give the target with a name; without one the only one, which a staging copy is only where there is no other."""
    from site_builder.config import Destination, read_config
    from site_builder.publishing.deployment import destination

    if name:
        return destination(site, name)
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
    from site_builder.publishing.schedule import due_next

    words = Words(lang)
    found = surveyed(options_of(site, at), words)
    dues = due_next(found.items, found.site) if found else ()
    if report == "json":
        click.echo(words.json(due_record(dues)))
    elif dues:
        click.echo("\n".join([dues[0].when.local, *(f"    {due_in_words(each, words)}" for each in dues)]))
    elif found:
        click.echo(
            words.say("Nothing is due: nothing becomes public or expires after {now}.").format(now=found.site.at.local)
        )
    return DONE if found else FAILED


def due_in_words(due: "Due", words: Words) -> str:
    """Say what happens to an item."""
    from site_builder.publishing.verify.headers import shown

    sentences = {
        "public": words.say('content/{path} becomes public: "{title}"'),
        "over": words.say('content/{path} expires: "{title}"'),
        "pinned": words.say('content/{path} is no longer pinned: "{title}"'),
        "alert": words.say('the alert of content/{path} ends: "{title}"'),
        "withdrawn": words.say('content/{path} is withdrawn: "{title}"'),
        "overdue": words.say('a commitment of content/{path} becomes overdue: "{title}"'),
        "ended": words.say('an event of content/{path} is over: "{title}"'),
        "changed": words.say('a change of content/{path} is shown: "{title}"'),
    }
    return sentences[due.kind].format(path=due.path, title=shown(due.title))


def due_record(dues: "tuple[Due, ...]") -> dict[str, object]:
    """Give what is due as an object; `epoch` counts seconds since 1970."""
    return {
        "next": dues[0].when.local if dues else None,
        "epoch": dues[0].when.epoch if dues else None,
        "changes": [{"kind": each.kind, "path": f"content/{each.path}", "title": each.title} for each in dues],
    }


def options_of(site: Path, at: str) -> "Options":
    """Give what the site is judged by."""
    from site_builder.building.build import Options

    return Options(site=site, output=site / "public", at=at, now=time.time())


def surveyed(options: "Options", words: Words) -> "Survey | None":
    """Read and plan a site; say what is wrong with it, and give nothing where there is an error."""
    from site_builder.building.build import survey
    from site_builder.building.cache_dirs import require_site, shelf

    require_site(options.site)
    with shelf(options.site) as shared:
        found = survey(options, shared)
    wrong = [each for each in found.problems if each.severity == "error"]
    for each in wrong:
        click.echo(as_text(each, words.say), err=True)
    return None if wrong else found.value
