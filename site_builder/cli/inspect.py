"""`bulletin inspect`: looks at a site as an inspector would, and shows or writes what came of it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.terminal.messages import Words
from site_builder.problem import as_text, errors, gather

if TYPE_CHECKING:
    from site_builder.inspecting.result import Inspection

DONE, FAILED = 0, 1
FORMS = {".json": "json", ".html": "html", ".htm": "html"}


@click.command()
@click.argument("site", required=False, default=".", type=click.Path(path_type=Path))
@click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    help="A table, an object, or a page to print; else by the name of FILE.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it to FILE.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the report; else the locale's.")
def inspect(site: Path, at: str, form: str | None, output: Path | None, lang: str | None) -> int:
    """Inspect SITE (default: here) by the indicators of its profile; exit status 1 where something is red."""
    from site_builder.building.build import Options, survey
    from site_builder.building.cache_dirs import require_site, shelf
    from site_builder.config import read_profile
    from site_builder.inspecting.inspect import inspect as look
    from site_builder.language import tongue
    from site_builder.publishing.external_links import remembered

    words = Words(lang)
    now = time.time()
    require_site(site)
    with shelf(site) as shared:
        found = survey(Options(site=site, output=site / "public", at=at, now=now), shared)
    if found.value is None:
        for each in found.problems:
            click.echo(as_text(each, words.say), err=True)
        return FAILED
    profile = read_profile(site, found.value.site.config.inspection)
    for each in profile.problems:
        click.echo(as_text(each, words.say), err=True)
    if errors(profile.problems):
        return FAILED
    outside = remembered(site, found.value.items, found.value.site.config, now)
    problems = gather((*found.problems, *outside.problems)) if outside else found.problems
    untried = {"external": outside.untried} if outside else {}
    inspection = look(found.value, problems, profile.value, tongue(words), untried)
    text = report(inspection, form or (FORMS.get(output.suffix.lower(), "text") if output else "text"), words)
    if output:
        output.write_text(text, "utf-8", newline="\n")
        click.echo(words.say("{file}: written").format(file=output))
    else:
        click.echo(text, nl=False)
    return DONE if inspection.verdict == "passes" else FAILED


def report(inspection: "Inspection", form: str, words: Words) -> str:
    """Put an inspection into a form."""
    if form == "html":
        from site_builder.inspecting.report_html import as_html

        return as_html(inspection, words)
    from site_builder.inspecting import report_text as texts

    if form == "json":
        return words.json(texts.as_record(inspection, words)) + "\n"
    return texts.as_text(inspection, words)
