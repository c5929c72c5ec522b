"""The commands that put a site on a web server and go back; each makes one call and says what came of it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.failure import ON_FAILURE
from site_builder.cli.words import Words
from site_builder.problem import as_text, errors

if TYPE_CHECKING:
    from site_builder.publishing.changes import Changes
    from site_builder.publishing.publish import Published

NAME = click.argument("name", required=False, default="")
SITE = click.option("--site", default=".", metavar="DIR", type=click.Path(path_type=Path), help="The site; else here.")
AT = click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
DONE, FAILED = 0, 1


@click.command()
@NAME
@SITE
@AT
@click.option("--dry-run", is_flag=True, help="Show what would be added, changed and removed; publish nothing.")
@click.option("--allow-removals", is_flag=True, help="Publish even if more than 10 % or 50 of the pages go.")
@click.option("--quiet", is_flag=True, help="Say nothing where there is nothing new to publish.")
@ON_FAILURE
@LANG
def publish(name: str, site: Path, at: str, lang: str | None, *, quiet: bool, **switches: bool) -> int:
    """Build the site and publish it to NAME (may be left out where there is one target)."""
    from site_builder.cli.transfer import Transfer
    from site_builder.publishing.publish import publish as run
    from site_builder.publishing.visit import Request

    words = Words(lang)
    request = Request(site=site, name=name, at=at, now=time.time(), **switches)
    with Transfer(words) as progress:
        done = run(request, progress=progress)
    if quiet and not (done.release or done.changes or errors(done.report.problems)):
        return DONE
    for each in done.report.problems:
        click.echo(as_text(each, words.say), err=True)
    if errors(done.report.problems):
        click.echo(words.total(done.report.problems), err=True)
        click.echo(words.say("Nothing was published; the live site is as it was."), err=True)
        return FAILED
    if request.dry_run:
        click.echo("\n".join([*listed(done.changes), summary(done.changes, words)]))
    else:
        click.echo(outcome(done, words))
    return DONE


@click.command()
@NAME
@click.option(
    "--to", default="", metavar="RELEASE", help="The release to go back to; else the one before the live one."
)
@SITE
@AT
@LANG
def rollback(name: str, to: str, site: Path, at: str, lang: str | None) -> int:
    """Go back to an earlier release, without what was withdrawn, taken down or has expired since."""
    from site_builder.cli.transfer import Transfer
    from site_builder.publishing.rollback import rollback as run
    from site_builder.publishing.visit import Request

    words = Words(lang)
    with Transfer(words) as progress:
        done = run(Request(site=site, name=name, at=at, now=time.time()), to, progress)
    sentence = words.say("{to}: {release} is live; it holds what {source} held")
    click.echo(sentence.format(to=done.to, release=done.release, source=done.source))
    if done.left:
        count = words.plural("{n} file was left out:", "{n} files were left out:", len(done.left))
        click.echo("\n".join([count, *(f"    {path}" for path in done.left)]))
    if done.kept:
        count = words.plural(
            "{n} file named what is withdrawn and stays as it was:",
            "{n} files named what is withdrawn and stay as they were:",
            len(done.kept),
        )
        click.echo("\n".join([count, *(f"    {path}" for path in done.kept)]))
        click.echo(words.say("They may lead to pages that this release does not have: publish again soon."))
    click.echo(summary(done.changes, words))
    return DONE


@click.command()
@click.argument("address")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands in the ledger, not on the site.")
@SITE
@AT
@LANG
def takedown(address: str, reason: str, site: Path, at: str, lang: str | None) -> int:
    """Publish at once without the page or file at ADDRESS; remove every kept release that had it."""
    from site_builder.cli.transfer import Transfer
    from site_builder.publishing.takedown import take_down
    from site_builder.publishing.visit import Request

    words = Words(lang)
    with Transfer(words) as progress:
        done = take_down(Request(site=site, at=at, now=time.time()), address, reason, progress)
    for each in done.published:
        for found in each.report.problems:
            click.echo(as_text(found, words.say), err=True)
        if errors(each.report.problems):
            click.echo(words.say("Nothing was published; the live site is as it was."), err=True)
        else:
            click.echo(outcome(each, words))
    count = words.plural(
        "{n} kept release had it and was removed", "{n} kept releases had it and were removed", len(done.removed)
    )
    click.echo(words.say("{address} is taken down; {removed}").format(address=done.address, removed=count))
    return FAILED if any(errors(each.report.problems) for each in done.published) else DONE


def outcome(done: "Published", words: Words) -> str:
    """Say what a publish came to."""
    if not done.release:
        return words.say("{to}: there is nothing new to publish; {release} stays live").format(
            to=done.to, release=done.before
        )
    sentence = words.say("{to}: {release} is live").format(to=done.to, release=done.release)
    return f"{sentence}\n{summary(done.changes, words)}"


def summary(changes: "Changes", words: Words) -> str:
    """Say how much changed."""
    sentence = words.say("{added} added, {changed} changed, {removed} removed ({size} new)")
    return sentence.format(
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        size=size(sum(each.after for each in (*changes.added, *changes.changed))),
    )


def listed(changes: "Changes") -> list[str]:
    """List every file that differs, with its size or both sizes."""
    return [
        *(f"+ {each.path}  {size(each.after)}" for each in changes.added),
        *(f"~ {each.path}  {size(each.before)} -> {size(each.after)}" for each in changes.changed),
        *(f"- {each.path}  {size(each.before)}" for each in changes.removed),
    ]


def size(count: int) -> str:
    """Write a number of bytes, in the unit that leaves one to three digits before the point."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":  # noqa: PLR2004 - SI prefixes
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
