"""`bulletin theme`: what of the look can be overridden, and copies of it; judges and writes nothing itself."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli.publish import DONE, FAILED, LANG, REPORT, SITE
from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.problems import print_counted_problems
from site_builder.cli.theme_commands.overview_text import (
    format_block,
    format_file,
    name_origins,
    to_file_record,
    to_template_record,
)
from site_builder.problem import CommandError, Problem, has_errors, to_record

if TYPE_CHECKING:
    from site_builder.editing.template_copy import TemplateCopy, TemplateDifference


@click.group()
def theme() -> None:
    """Show what of the look can be overridden, and copy it."""


@theme.command(name="list")
@SITE
@REPORT
@LANG
def list_(site: Path, report: str, lang: str | None) -> int:
    """List templates, their blocks and static files: what can be overridden, what is, and from where each comes."""
    from site_builder.editing.site_theme import read_site_theme
    from site_builder.editing.theme_overview import make_overview

    messages = Messages(lang)
    found = read_site_theme(site)
    if found.value is None or has_errors(found.problems):
        return report_problems(found.problems, report, messages)
    overview = make_overview(found.value)
    if report == "json":
        package = found.value.package
        record = {
            "package": package and {"name": package.name, "version": package.version},
            "templates": [to_template_record(each) for each in overview.templates],
            "static": [to_file_record(each) for each in overview.static],
        }
        click.echo(messages.format_json(record | make_problem_record(found.problems, messages)))
        return DONE
    origins = name_origins(found.value, messages)
    click.echo(messages.say("Templates, each with its blocks:"))
    for template in overview.templates:
        click.echo(format_file(template, origins, messages, template.extends))
        if template.blocks:
            blocks = messages.say(", ").join(format_block(each, origins, messages) for each in template.blocks)
            click.echo(f"      {blocks}")
    click.echo(messages.say("Static files:"))
    for each in overview.static:
        click.echo(format_file(each, origins, messages))
    print_counted_problems(found.problems, messages, err=True)
    return DONE


@theme.command()
@click.argument("template", metavar="TEMPLATE")
@click.option("--overwrite", is_flag=True, help="Put the new copy in the place of a file that is there.")
@click.option("--diff", is_flag=True, help="Copy nothing; show what changed since the copy was made.")
@click.option("--seen", is_flag=True, help="Copy nothing; note that the copy has what changed since it was made.")
@SITE
@REPORT
@LANG
def copy(  # noqa: PLR0913 - one for each option
    template: str, site: Path, report: str, lang: str | None, *, overwrite: bool, diff: bool, seen: bool
) -> int:
    """Copy TEMPLATE, such as item.html or static/style.css, into the site's templates/, to be changed there."""
    from site_builder.editing.site_theme import read_site_theme
    from site_builder.editing.template_copy import compare_copy, copy_template, mark_seen

    messages = Messages(lang)
    if overwrite + diff + seen > 1:
        raise CommandError(2, "--overwrite, --diff and --seen each do something else; leave two of them out")
    found = read_site_theme(site)
    if found.value is None or has_errors(found.problems):
        return report_problems(found.problems, report, messages)
    name = template.removeprefix("templates/")
    if diff:
        show_difference(compare_copy(found.value, name), report, messages)
    elif seen:
        sentence = messages.say("{file}: noted as a copy of {origin}")
        say_copied(mark_seen(found.value, name), sentence, report, messages)
    else:
        sentence = messages.say("{file}: written, a copy of {origin}")
        done = copy_template(site, found.value, name, overwrite=overwrite)
        say_copied(done, sentence, report, messages)
        if report == "text" and done.has_blocks:
            line = f'{{% extends "theme/{name}" %}}'
            advice = messages.say("To change blocks alone, a file that begins with {line} is enough: docs/theming.md")
            click.echo(advice.format(line=line))
    return DONE


def report_problems(problems: tuple[Problem, ...], report: str, messages: Messages) -> int:
    """Say what keeps the theme from being read."""
    if report == "json":
        click.echo(messages.format_json(make_problem_record(problems, messages)))
    else:
        print_counted_problems(problems, messages, err=True)
    return FAILED


def make_problem_record(problems: Iterable[Problem], messages: Messages) -> dict[str, object]:
    """Give Problems as they stand in the object that `--report json` prints."""
    return {"problems": [to_record(each, messages.say) for each in problems]}


def say_copied(done: "TemplateCopy", sentence: str, report: str, messages: Messages) -> None:
    """Say which copy was written."""
    if report == "json":
        record = {"path": done.path, "origin": done.origin, "digest": done.digest, "problems": []}
        click.echo(messages.format_json(record))
    else:
        click.echo(sentence.format(file=done.path, origin=done.origin))


def show_difference(found: "TemplateDifference", report: str, messages: Messages) -> None:
    """Show what changed since a copy was made."""
    if report == "json":
        record = {
            "path": f"templates/{found.name}",
            "origin": found.origin,
            "now": found.now,
            "diff": list(found.lines),
            "with_own_changes": found.is_whole,
            "problems": [],
        }
        click.echo(messages.format_json(record))
        return
    if found.is_whole:
        click.echo(
            messages.say("templates/_copied/{name} is gone: your own changes stand among these").format(
                name=found.name
            ),
            err=True,
        )
    if not found.lines:
        click.echo(messages.say("{name}: nothing changed since {origin}").format(name=found.name, origin=found.origin))
    for line in found.lines:
        click.echo(line)
