"""`bulletin inspect`: looks at a site as an inspector would, and shows or writes what came of it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.problems import print_problems
from site_builder.problem import has_errors, sort_problems

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
    from site_builder.building.build import survey_site
    from site_builder.building.session import Options
    from site_builder.config import read_profile
    from site_builder.inspecting.accepted import list_accepted
    from site_builder.inspecting.inspect import inspect as look
    from site_builder.language import choose_language
    from site_builder.publishing.external_links import check_cached_links

    messages = Messages(lang)
    now = time.time()
    found = survey_site(Options(site=site, output=site / "public", at=at, now=now))
    if found.value is None:
        print_problems(found.problems, messages)
        return FAILED
    profile = read_profile(site, found.value.site.config.inspection)
    print_problems(profile.problems, messages)
    if has_errors(profile.problems):
        return FAILED
    external = check_cached_links(site, found.value.items, found.value.site.config, now)
    problems = sort_problems((*found.problems, *external.problems)) if external else found.problems
    untried = {"external": external.untried} if external else {}
    accepted = list_accepted(found.value, site)
    inspection = look(found.value, problems, profile.value, choose_language(messages), untried, accepted)
    text = format_inspection(
        inspection, form or (FORMS.get(output.suffix.lower(), "text") if output else "text"), messages
    )
    if output:
        output.write_text(text, "utf-8", newline="\n")
        click.echo(messages.say("{file}: written").format(file=output))
    else:
        click.echo(text, nl=False)
    return DONE if inspection.verdict == "passes" else FAILED


def format_inspection(inspection: "Inspection", form: str, messages: Messages) -> str:
    """Put an inspection into a form."""
    if form == "html":
        from site_builder.inspecting.report_html import format_html

        return format_html(inspection, messages)
    from site_builder.inspecting import report_text as texts

    if form == "json":
        return messages.format_json(texts.build_record(inspection, messages)) + "\n"
    return texts.format_text(inspection, messages)
