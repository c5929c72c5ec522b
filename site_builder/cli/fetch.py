"""`bulletin fetch`: one call, and where the live versions lie now."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import DONE, LANG, NAME, REPORT, SITE
from site_builder.cli.terminal.messages import Messages

if TYPE_CHECKING:
    from site_builder.publishing.fetch import FetchResult


@click.command()
@NAME
@SITE
@REPORT
@LANG
def fetch(name: str, site: Path, report: str, lang: str | None) -> int:
    """Lay the live version of what somebody else has published beside yours, below fetched/; overwrite nothing."""
    from site_builder.publishing.deployment import PublishRequest
    from site_builder.publishing.fetch import fetch as run

    messages = Messages(lang)
    done = run(PublishRequest(site=site, name=name, now=time.time(), dry_run=True))
    if report == "json":
        click.echo(messages.format_json(to_fetch_record(done)))
        return DONE
    sentences = {
        "changed": messages.say("{path}: changed by {who}, {when}; the live version is {file}"),
        "added": messages.say("{path}: added by {who}, {when}; it is {file}"),
        "removed": messages.say("{path}: removed by {who}, {when}"),
    }
    for each in done.sources:
        version = each.conflict.version
        sentence = sentences[each.conflict.difference]
        click.echo(sentence.format(path=version.path, who=version.by, when=each.when, file=each.file))
    if done.sources:
        click.echo(messages.say("Take over what is meant to stay, then publish; nothing of yours was changed."))
    else:
        click.echo(messages.say("{to}: there is nothing live that this folder has not had").format(to=done.to))
    return DONE


def to_fetch_record(done: "FetchResult") -> dict[str, object]:
    """Give what was fetched as the object that `--report json` prints."""
    return {
        "to": done.to,
        "release": done.release,
        "differences": [
            {
                "path": each.conflict.version.path,
                "difference": each.conflict.difference,
                "by": each.conflict.version.by,
                "since": each.conflict.version.since,
                "fetched": each.file,
            }
            for each in done.sources
        ],
        "problems": [],
    }
