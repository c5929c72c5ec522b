"""`bulletin migrate`: brings an old site over and says what came of it."""

import time
from pathlib import Path

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.progress import BuildProgress

REPORT = "migration-report.md"


@click.command()
@click.argument("kind", type=click.Choice(["eleventy", "jekyll", "hugo"]))
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
@click.option("--site", default=".", type=click.Path(path_type=Path), help="The site; the folder here without it.")
@click.option(
    "--report", "form", type=click.Choice(["text", "json"]), default="text", help="How to say what came of it."
)
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
def migrate(kind: str, source: Path, site: Path, form: str, lang: str | None) -> int:
    """Bring the site in SRC over into the site here, or into an empty folder; overwrites no file."""
    from site_builder.migrating.migrate import migrate as run
    from site_builder.migrating.model import GENERATORS
    from site_builder.migrating.report import count_constructs, format_markdown, make_count_rows, to_object

    messages = Messages(lang)
    with BuildProgress(messages) as progress:
        found = run(next(each for each in GENERATORS if each == kind), source, site, time.time(), progress)
    file = find_free_name(site)
    file.write_text(format_markdown(found, messages.say), "utf-8", newline="\n")
    if form == "json":
        click.echo(messages.format_json(to_object(found, messages.say) | {"report": file.as_posix()}))
        return 0
    if found.started:
        click.echo(messages.say("A site was made in {folder}.").format(folder=site))
    click.echo(messages.say("What came over:"))
    for depth, name, number in make_count_rows(found):
        click.echo(f"  {number:>7}  {'  ' * depth}{messages.say(name)}")
    click.echo(messages.say("What was met (understood / not understood, or left out):"))
    for name, good, lost in count_constructs(found):
        click.echo(f"  {good:>7} / {lost:<7} {messages.say(name)}")
    click.echo(messages.say("Each of them, with its file and line: {file}").format(file=file))
    click.echo(messages.say("Next: bulletin build {folder}").format(folder=site))
    return 0


def find_free_name(site: Path) -> Path:
    """Give a name for the report that no file has."""
    names = [site / REPORT, *(site / f"migration-report-{number}.md" for number in range(2, 10_000))]
    return next(each for each in names if not each.exists())
