"""`bulletin fetch`: one call, and where the live versions lie now."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import DONE, LANG, NAME, REPORT, SITE
from site_builder.cli.terminal.messages import Words

if TYPE_CHECKING:
    from site_builder.publishing.fetch import Fetched


@click.command()
@NAME
@SITE
@REPORT
@LANG
def fetch(name: str, site: Path, report: str, lang: str | None) -> int:
    """Lay the live version of what somebody else has published beside yours, below fetched/; overwrite nothing."""
    from site_builder.publishing.deployment import Request
    from site_builder.publishing.fetch import fetch as run

    words = Words(lang)
    done = run(Request(site=site, name=name, now=time.time(), dry_run=True))
    if report == "json":
        click.echo(words.json(fetched_record(done)))
        return DONE
    sentences = {
        "changed": words.say("{path}: changed by {who}, {when}; the live version is {file}"),
        "added": words.say("{path}: added by {who}, {when}; it is {file}"),
        "removed": words.say("{path}: removed by {who}, {when}"),
    }
    for each in done.sources:
        version = each.conflict.version
        sentence = sentences[each.conflict.difference]
        click.echo(sentence.format(path=version.path, who=version.by, when=each.when, file=each.file))
    if done.sources:
        click.echo(words.say("Take over what is meant to stay, then publish; nothing of yours was changed."))
    else:
        click.echo(words.say("{to}: there is nothing live that this folder has not had").format(to=done.to))
    return DONE


def fetched_record(done: "Fetched") -> dict[str, object]:
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
