"""`bulletin log`: the releases that a target keeps, and what each changed; changes nothing."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import DONE, LANG, NAME, SITE, format_size, format_summary
from site_builder.cli.terminal.messages import Messages

if TYPE_CHECKING:
    from site_builder.publishing.history import Release


@click.command()
@NAME
@SITE
@click.option("--report", type=click.Choice(["text", "json"]), default="text", help="How to show the releases.")
@LANG
def log(name: str, site: Path, report: str, lang: str | None) -> int:
    """Show the releases that NAME keeps, the newest first, and what each changed."""
    from site_builder.config import read_config
    from site_builder.publishing.deployment import PublishRequest, find_destination
    from site_builder.publishing.history import list_releases

    messages = Messages(lang)
    destination = find_destination(site, name)
    releases = list_releases(PublishRequest(site=site, name=name, now=time.time()))
    config = read_config(site).value
    zone = config.time_zone if config else "UTC"
    if report == "json":
        records = [to_release_record(each, zone) for each in releases]
        click.echo(
            messages.format_json({"name": destination.name, "to": destination.to, "releases": records, "problems": []})
        )
        return DONE
    if not releases:
        click.echo(messages.say("Nothing has been published there yet."))
    for each in releases:
        click.echo(format_release(each, zone, messages))
    return DONE


def format_release(release: "Release", zone: str, messages: Messages) -> str:
    """Write a release in two or three lines; `zone` is that of the site."""
    from site_builder.language import format_timestamp

    live = messages.say("  (live)") if release.live else ""
    pages = messages.say_plural("{n} page", "{n} pages", release.pages)
    files = messages.say_plural("{n} file", "{n} files", release.files)
    made = format_timestamp(release.made.timestamp(), zone, messages.locale)
    lines = [f"{release.id}{live}", messages.say(", ").join([f"    {made}", pages, files, format_size(release.size)])]
    if release.source:
        copied = messages.say("a rollback to {source}").format(source=release.source)
        lines.append(f"    {copied}")
    if not release.first:
        lines.append(f"    {format_summary(release.changes, messages)}")
    return "\n".join(lines)


def to_release_record(release: "Release", zone: str) -> dict[str, object]:
    """Give a release as it stands in the object that `--report json` prints; the oldest has no changes to show.

    `made` is on the site's clock, `epoch` counts seconds since 1970.
    """
    from zoneinfo import ZoneInfo

    changes = {name: [each.path for each in getattr(release.changes, name)] for name in ("added", "changed", "removed")}
    return {
        "id": release.id,
        "live": release.live,
        "made": release.made.astimezone(ZoneInfo(zone)).isoformat(),
        "epoch": int(release.made.timestamp()),
        "source": release.source,
        **{name: getattr(release, name) for name in ("pages", "files", "size")},
        "changes": None if release.first else changes,
    }
