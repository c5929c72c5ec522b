"""`bulletin log`: the releases that a target keeps, and what each changed; changes nothing."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import DONE, LANG, NAME, SITE, size, summary
from site_builder.cli.words import Words

if TYPE_CHECKING:
    from site_builder.publishing.history import Release


@click.command()
@NAME
@SITE
@LANG
def log(name: str, site: Path, lang: str | None) -> int:
    """Show the releases that NAME keeps, the newest first, and what each changed."""
    from site_builder.publishing.history import history
    from site_builder.publishing.visit import Request

    words = Words(lang)
    releases = history(Request(site=site, name=name, now=time.time()))
    if not releases:
        click.echo(words.say("Nothing has been published there yet."))
    for each in releases:
        click.echo(line(each, words))
    return DONE


def line(release: "Release", words: Words) -> str:
    """Write a release in two or three lines."""
    live = words.say("  (live)") if release.live else ""
    pages = words.plural("{n} page", "{n} pages", release.pages)
    files = words.plural("{n} file", "{n} files", release.files)
    made = f"{release.made:%Y-%m-%d %H:%M:%S} UTC"
    lines = [f"{release.id}{live}", words.say(", ").join([f"    {made}", pages, files, size(release.size)])]
    if release.source:
        copied = words.say("a rollback to {source}").format(source=release.source)
        lines.append(f"    {copied}")
    if not release.first:
        lines.append(f"    {summary(release.changes, words)}")
    return "\n".join(lines)
