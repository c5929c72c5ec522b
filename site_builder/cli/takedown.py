"""`bulletin takedown`: one call, and what came of it on every target, in words or as an object."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import AT, DONE, FAILED, LANG, REPORT, SITE, WAIT, outcome, publish_record
from site_builder.cli.terminal.messages import Words
from site_builder.problem import as_text, errors

if TYPE_CHECKING:
    from site_builder.publishing.takedown.takedown import Takedown, TakenDown


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
    from site_builder.cli.terminal.progress import Transfer
    from site_builder.publishing.deployment import Request
    from site_builder.publishing.takedown.takedown import take_down

    words = Words(lang)
    request = Request(site=site, name=target, at=at, now=time.time(), wait=wait)
    with Transfer(words) as progress:
        done = take_down(request, address, reason, progress=progress)
    if report == "json":
        click.echo(words.json(takedown_record(done, words)))
    else:
        click.echo("\n".join(line for each in done.done for line in told(each, words)))
        click.echo(summed_up(done, words))
    return DONE if done.is_gone else FAILED


def told(each: "TakenDown", words: Words) -> list[str]:
    """Say what was done on one target, and what is left there."""
    remains, lines = each.remains, []
    if each.published is None:
        lines.append(words.say("{to}: nothing that is live has it").format(to=each.to))
    elif errors(each.published.report.problems):
        lines += [as_text(problem, words.say) for problem in each.published.report.problems]
        lines.append(words.say("Nothing was published; the live site is as it was."))
    else:
        lines.append(outcome(each.published, words))
    if remains.files:
        lines.append(words.say("It still stands in:"))
        lines += [f"    {release}/{path}" for release, path in remains.files]
    for served in remains.served:
        sentence = words.say("{url} is still answered (status {status}): empty the cache in front of the web server")
        lines.append(sentence.format(url=served.url, status=served.status))
    if remains.unasked:
        lines.append(words.say("{url} did not answer, so it was not asked").format(url=remains.unasked))
    if remains.named_by:
        lines.append(words.say("These name it in their own words, and stay as they are:"))
        lines += [f"    {path}" for path in remains.named_by]
    if each.others:
        lines.append(words.say("It stays public in other languages:"))
        lines += [f"    {address}" for address in each.others]
    return lines


def summed_up(done: "Takedown", words: Words) -> str:
    """Say what all of it came to."""
    removed = sum(len(each.removed) for each in done.done)
    count = words.plural(
        "{n} kept release had it and was removed", "{n} kept releases had it and were removed", removed
    )
    said = (
        words.say("{address} is taken down; {removed}")
        if done.is_gone
        else words.say("{address} is recorded as taken down, but is NOT gone yet; {removed}")
    )
    lines = [said.format(address=done.address, removed=count)]
    if done.waiting:
        sentence = words.say(
            "Nothing was done on: {names}. If it is public there, run the command without --target, or publish there"
        )
        lines.append(sentence.format(names=", ".join(done.waiting)))
    return "\n".join(lines)


def takedown_record(done: "Takedown", words: Words) -> dict[str, object]:
    """Give what a takedown came to as the object that `--report json` prints."""
    return {
        "address": done.address,
        "gone": done.is_gone,
        "waiting": list(done.waiting),
        "targets": [
            {
                "name": each.name,
                "to": each.to,
                "published": publish_record(each.published, words) if each.published else None,
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
