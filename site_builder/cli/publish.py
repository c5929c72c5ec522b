"""The commands that change what a web server has; each makes one call and says what came of it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.on_failure import ON_FAILURE
from site_builder.cli.terminal.messages import Messages, to_report_record
from site_builder.cli.terminal.problems import print_problems
from site_builder.problem import has_errors

if TYPE_CHECKING:
    from site_builder.publishing.changes import ReleaseChanges
    from site_builder.publishing.publish import PublishResult
    from site_builder.publishing.rollback import RollbackResult

NAME = click.argument("name", required=False, default="")
SITE = click.option("--site", default=".", metavar="DIR", type=click.Path(path_type=Path), help="The site; else here.")
AT = click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
WAIT = click.option("--wait", is_flag=True, help="Wait for whoever else publishes, instead of giving up.")
REPORT = click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How to say what came of it."
)
DONE, FAILED = 0, 1


@click.command()
@NAME
@SITE
@AT
@click.option("--dry-run", is_flag=True, help="Show what would be added, changed and removed; publish nothing.")
@click.option("--allow-removals", is_flag=True, help="Publish even if more than 10 % or 50 of the pages go.")
@click.option("--create", is_flag=True, help="Make the whole path of the target, not only its last folder.")
@click.option(
    "--overwrite",
    multiple=True,
    metavar="PATH",
    help="Publish this file although somebody else's version of it is live; may be given several times.",
)
@WAIT
@REPORT
@click.option("--quiet", is_flag=True, help="Say nothing where there is nothing new to publish.")
@ON_FAILURE
@LANG
def publish(  # noqa: PLR0913, PLR0917 - an option each
    name: str,
    site: Path,
    at: str,
    overwrite: tuple[str, ...],
    report: str,
    lang: str | None,
    *,
    quiet: bool,
    **switches: bool,
) -> int:
    """Build the site and publish it to NAME (may be left out where there is one target)."""
    from site_builder.cli.terminal.progress import UploadProgress
    from site_builder.publishing.deployment import PublishRequest
    from site_builder.publishing.publish import publish as run

    messages = Messages(lang)
    request = PublishRequest(site=site, name=name, at=at, now=time.time(), overwrite=overwrite, **switches)
    with UploadProgress(messages) as progress:
        done = run(request, progress=progress)
    if report == "json":
        click.echo(messages.format_json(to_publish_record(done, messages)))
    if quiet and not (done.release or done.changes or done.refusal or has_errors(done.report.problems)):
        return DONE
    print_problems(done.report.problems, messages)
    if has_errors(done.report.problems) or done.refusal:
        print_unpublished(done, messages)
        return done.refusal.status if done.refusal else FAILED
    if report == "text":
        lines = [*list_changes(done.changes), format_summary(done.changes, messages)] if request.dry_run else []
        click.echo("\n".join(lines or [format_outcome(done, messages)]))
    return DONE


def print_unpublished(done: "PublishResult", messages: Messages) -> None:
    """Say that nothing new was published, why, and what has gone all the same."""
    if has_errors(done.report.problems):
        click.echo(messages.format_total(done.report.problems), err=True)
    if done.refusal:
        click.echo(f"bulletin: {messages.fill_message(done.refusal.message, done.refusal.values)}", err=True)
    if done.let_go is None:
        click.echo(messages.say("Nothing was published; the live site is as it was."), err=True)
        if done.staying:
            sentence = messages.say(
                "Due to go, and still public, because nothing tells what the live site was made of:"
            )
            click.echo("\n".join([sentence, *(f"    {address}" for address in done.staying)]), err=True)
        return
    click.echo(messages.say("Nothing new was published. What was due to go has gone:"), err=True)
    click.echo(format_outcome(done.let_go, messages), err=True)
    click.echo("\n".join(f"- {each.path}" for each in done.let_go.changes.removed), err=True)


@click.command()
@NAME
@click.option(
    "--to", default="", metavar="RELEASE", help="The release to go back to; else the one before the live one."
)
@SITE
@AT
@WAIT
@REPORT
@LANG
def rollback(  # noqa: PLR0913, PLR0917 - an option each
    name: str, to: str, site: Path, at: str, report: str, lang: str | None, *, wait: bool
) -> int:
    """Go back to an earlier release, without what was withdrawn, taken down or has expired since."""
    from site_builder.cli.terminal.progress import UploadProgress
    from site_builder.publishing.deployment import PublishRequest
    from site_builder.publishing.rollback import rollback as run

    messages = Messages(lang)
    with UploadProgress(messages) as progress:
        done = run(PublishRequest(site=site, name=name, at=at, now=time.time(), wait=wait), to, progress=progress)
    if report == "json":
        click.echo(messages.format_json(to_rollback_record(done)))
        return DONE
    sentence = messages.say("{to}: {release} is live; it holds what {source} held")
    click.echo(sentence.format(to=done.to, release=done.release, source=done.source))
    if done.left:
        count = messages.say_plural("{n} file was left out:", "{n} files were left out:", len(done.left))
        click.echo("\n".join([count, *(f"    {path}" for path in done.left)]))
    click.echo(format_summary(done.changes, messages))
    return DONE


def format_outcome(done: "PublishResult", messages: Messages) -> str:
    """Say what a publish came to."""
    if not done.release:
        return messages.say("{to}: there is nothing new to publish; {release} stays live").format(
            to=done.to, release=done.before
        )
    sentence = messages.say("{to}: {release} is live").format(to=done.to, release=done.release)
    return f"{sentence}\n{format_summary(done.changes, messages)}"


def to_publish_record(done: "PublishResult", messages: Messages) -> dict[str, object]:
    """Give what a publish came to as the object that `--report json` prints."""
    refusal = {"error": messages.fill_message(done.refusal.message, done.refusal.values)} if done.refusal else {}
    names = ("name", "to", "release", "before", "carried")
    return {
        **to_report_record(done.report, messages),
        **{name: getattr(done, name) for name in names},
        "pruned": list(done.pruned),
        "changes": to_changes_record(done.changes),
        "staying": list(done.staying),
        "let_go": to_publish_record(done.let_go, messages) if done.let_go else None,
        **refusal,
    }


def to_rollback_record(done: "RollbackResult") -> dict[str, object]:
    """Give what a rollback came to as the object that `--report json` prints."""
    names = ("name", "to", "release", "source", "before")
    return {
        **{name: getattr(done, name) for name in names},
        "left": list(done.left),
        "pruned": list(done.pruned),
        "changes": to_changes_record(done.changes),
        "problems": [],
    }


def to_changes_record(changes: "ReleaseChanges") -> dict[str, object]:
    """Give what differs as it stands in the object that `--report json` prints."""
    return {name: [each.path for each in getattr(changes, name)] for name in ("added", "changed", "removed")}


def format_summary(changes: "ReleaseChanges", messages: Messages) -> str:
    """Say how much changed."""
    sentence = messages.say("{added} added, {changed} changed, {removed} removed ({size} new)")
    return sentence.format(
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        size=format_size(sum(each.after for each in (*changes.added, *changes.changed))),
    )


def list_changes(changes: "ReleaseChanges") -> list[str]:
    """List every file that differs, with its size or both sizes."""
    return [
        *(f"+ {each.path}  {format_size(each.after)}" for each in changes.added),
        *(f"~ {each.path}  {format_size(each.before)} -> {format_size(each.after)}" for each in changes.changed),
        *(f"- {each.path}  {format_size(each.before)}" for each in changes.removed),
    ]


def format_size(count: int) -> str:
    """Write a number of bytes, in the unit that leaves one to three digits before the point."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":  # noqa: PLR2004 - SI prefixes
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
