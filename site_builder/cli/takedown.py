"""`bulletin takedown`: one call, and what came of it on every target, in words or as an object."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import AT, DONE, FAILED, LANG, REPORT, SITE, WAIT, format_outcome, to_publish_record
from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.problems import format_problems
from site_builder.problem import has_errors
from site_builder.urls import find_list_of

if TYPE_CHECKING:
    from site_builder.publishing.takedown.takedown import Takedown, TargetTakedown


@click.command()
@click.argument("address")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands in the ledger, not on the site.")
@click.option("--target", default="", metavar="NAME", help="Do it on this target alone now; else on all.")
@SITE
@AT
@WAIT
@REPORT
@LANG
def takedown(  # noqa: PLR0913, PLR0917 - an option each
    address: str, reason: str, target: str, site: Path, at: str, report: str, lang: str | None, *, wait: bool
) -> int:
    """Release the site without the page or file at ADDRESS, whatever state the content is in; look that it is gone."""
    from site_builder.cli.terminal.progress import UploadProgress
    from site_builder.publishing.deployment import PublishRequest
    from site_builder.publishing.takedown.takedown import take_down

    messages = Messages(lang)
    request = PublishRequest(site=site, name=target, at=at, now=time.time(), wait=wait)
    with UploadProgress(messages) as progress:
        done = take_down(request, address, reason, progress=progress)
    if report == "json":
        click.echo(messages.format_json(to_takedown_record(done, messages)))
    else:
        click.echo("\n".join(line for each in done.done for line in format_target(each, messages)))
        click.echo(format_takedown(done, messages))
    return DONE if done.is_gone else FAILED


def format_target(target: "TargetTakedown", messages: Messages) -> list[str]:
    """Say what was done on one target, and what is left there."""
    remains, lines = target.remains, []
    if target.published is None:
        lines.append(messages.say("{to}: nothing that is live has it").format(to=target.to))
    elif has_errors(target.published.report.problems):
        lines += format_problems(target.published.report.problems, messages)
        lines.append(messages.say("Nothing was published; the live site is as it was."))
    else:
        lines.append(format_outcome(target.published, messages))
    if remains.files:
        lines.append(messages.say("It still stands in:"))
        lines += [f"    {release}/{path}" for release, path in remains.files]
    for served in remains.served:
        sentence = messages.say("{url} is still answered (status {status}): empty the cache in front of the web server")
        lines.append(sentence.format(url=served.url, status=served.status))
    if remains.unasked:
        lines.append(messages.say("{url} did not answer, so it was not asked").format(url=remains.unasked))
    if remains.named_by:
        lines.append(messages.say("These name it in their own words, and stay as they are:"))
        lines += [f"    {path}" for path in remains.named_by]
    if target.others:
        lines.append(messages.say("It stays public in other languages:"))
        lines += [f"    {address}" for address in target.others]
    return lines


def format_takedown(done: "Takedown", messages: Messages) -> str:
    """Say what all of it came to."""
    removed = sum(len(each.removed) for each in done.done)
    count = messages.say_plural(
        "{n} kept release had it and was removed", "{n} kept releases had it and were removed", removed
    )
    said = (
        messages.say("{address} is taken down; {removed}")
        if done.is_gone
        else messages.say("{address} is recorded as taken down, but is NOT gone yet; {removed}")
    )
    introduced = find_list_of(done.address)
    what = messages.say("The introduction of {address}").format(address=introduced) if introduced else done.address
    lines = [said.format(address=what, removed=count)]
    if done.waiting:
        sentence = messages.say(
            "Nothing was done on: {names}. If it is public there, run the command without --target, or publish there"
        )
        lines.append(sentence.format(names=", ".join(done.waiting)))
    for folder in done.built:
        sentence = messages.say("{folder}/ on this computer still has it; the next build removes it: bulletin build")
        lines.append(sentence.format(folder=folder))
    return "\n".join(lines)


def to_takedown_record(done: "Takedown", messages: Messages) -> dict[str, object]:
    """Give what a takedown came to as the object that `--report json` prints."""
    return {
        "address": done.address,
        "gone": done.is_gone,
        "waiting": list(done.waiting),
        "built": list(done.built),
        "targets": [
            {
                "name": each.name,
                "to": each.to,
                "published": to_publish_record(each.published, messages) if each.published else None,
                "removed": list(each.removed),
                "files": [f"{release}/{path}" for release, path in each.remains.files],
                "served": [{"url": served.url, "status": served.status} for served in each.remains.served],
                "unasked": each.remains.unasked,
                "named_by": list(each.remains.named_by),
                "others": list(each.others),
            }
            for each in done.done
        ],
        "problems": [],
    }
