"""The commands that help editors begin: new items, Word files, the schema of fields, words to translate."""

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.problems import print_counted_problems
from site_builder.problem import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.cli.terminal.prompts import ItemPrompts
    from site_builder.editing.existing_site import ExistingSite
    from site_builder.editing.new_item import NewItem
    from site_builder.model import Column
    from site_builder.word_import.read import WordDocument

SITE = click.option("--site", default=".", metavar="DIR", type=click.Path(path_type=Path), help="The site; else here.")
AT = click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
DONE, FAILED = 0, 1


class Clock(NamedTuple):
    """The clock as written, and the machine's."""

    at: str
    now: float


class FieldOptions(TypedDict):
    """The options that say what an item holds; empty where they were not given."""

    column: str
    title: str
    date_: str
    community: tuple[str, ...]
    topic: tuple[str, ...]
    person: tuple[str, ...]
    source: str
    language: str
    draft: bool


def add_field_options(command: "Callable[..., int]") -> "Callable[..., int]":
    """Give a command the options of an item's fields."""
    for option in reversed(
        (
            click.option("--column", default="", metavar="ID", help="The column it stands in: id or title."),
            click.option("--title", default="", metavar="TEXT", help="The title."),
            click.option("--date", "date_", default="", metavar="DATE", help="The date of publication; else today."),
            click.option("--community", multiple=True, metavar="NAME", help="A community; may be repeated."),
            click.option("--topic", multiple=True, metavar="NAME", help="A topic; may be repeated."),
            click.option("--person", multiple=True, metavar="NAME", help="A person; may be repeated."),
            click.option("--source", default="", metavar="TEXT", help="Where the content comes from."),
            click.option("--language", default="", metavar="ID", help="Its language; else that of its title."),
            click.option("--draft/--no-draft", default=True, help="A draft is not published; a new item is one."),
        )
    ):
        command = option(command)
    return command


@click.command()
@add_field_options
@SITE
@AT
@LANG
def new(site: Path, at: str, lang: str | None, **fields: Unpack[FieldOptions]) -> int:
    """Write a new item; at a terminal, ask for what no option says."""
    from site_builder.cli.terminal.prompts import ItemPrompts, is_at_terminal
    from site_builder.editing.new_item import write_item

    messages = Messages(lang)
    now = time.time()
    existing_site = load_site(site, at, now, messages)
    if existing_site is None:
        return FAILED
    prompts = ItemPrompts(existing_site, messages) if is_at_terminal() else None
    draft = make_draft(existing_site, fields, prompts)
    paths = write_item(existing_site, draft)
    click.echo(messages.say("{file}: written").format(file=site / paths[0]))
    message = messages.say("Next: write the text, and look at it with: bulletin preview{site}")
    return finish_item(existing_site, paths[0], draft, messages, message, Clock(at, now))


@click.command("import")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@add_field_options
@SITE
@AT
@LANG
def import_(file: Path, site: Path, at: str, lang: str | None, **fields: Unpack[FieldOptions]) -> int:
    """Bring a Word file (.docx) over as a new item: its text, tables, notes and pictures; say what was lost."""
    from msgspec.structs import replace

    from site_builder.cli.terminal.prompts import ItemPrompts, is_at_terminal
    from site_builder.editing.new_item import write_item
    from site_builder.word_import.read import read_word

    messages = Messages(lang)
    now = time.time()
    existing_site = load_site(site, at, now, messages)
    if existing_site is None:
        return FAILED
    word = read_word(file, " ".join(fields["title"].split()))
    prompts = ItemPrompts(existing_site, messages) if is_at_terminal() else None
    title = fields["title"] or (prompts.ask_title(word.title) if prompts else word.title)
    draft = make_draft(existing_site, {**fields, "title": title}, prompts, word.text)
    draft = replace(
        draft,
        body=word.body,
        files=word.pictures,
        written=word.written.isoformat() if word.written else "",
        document_number=word.document_number,
    )
    paths = write_item(existing_site, draft)
    click.echo("\n".join(format_import(word, existing_site, paths, messages)))
    message = messages.say("Next: compare it with the Word file; look at it with: bulletin preview{site}")
    return finish_item(existing_site, paths[0], draft, messages, message, Clock(at, now))


@click.command()
@SITE
@click.option("--output", type=click.Path(path_type=Path), help="Write it to this file; else to the terminal.")
@click.option("--editor", is_flag=True, help="Renew what VS Code knows of this site's fields, in its .vscode/.")
@LANG
def schema(site: Path, output: Path | None, editor: bool, lang: str | None) -> int:
    """Write the JSON Schema of an item's fields, with this site's names and languages, for text editors."""
    from site_builder.building.cache_dirs import require_site
    from site_builder.config import read_config
    from site_builder.editing.vscode import SCHEMA, make_editor_files

    messages = Messages(lang)
    require_site(site)
    made = make_editor_files(read_config(site).value)
    if output is None and not editor:
        click.echo(made[SCHEMA].decode(), nl=False)
        return DONE
    files = {site / path: data for path, data in made.items()} if editor else {}
    for file, data in (files | ({output: made[SCHEMA]} if output else {})).items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        click.echo(messages.say("{file}: written").format(file=file))
    return DONE


@click.command()
@click.argument("code", metavar="LANGUAGE")
@SITE
@LANG
def words(code: str, site: Path, lang: str | None) -> int:
    """List the words of the interface for a translator, in content/_locales/; words that stand there are kept."""
    from site_builder.building.cache_dirs import require_site
    from site_builder.config import read_config
    from site_builder.editing.word_list import write_word_list

    messages = Messages(lang)
    require_site(site)
    config = read_config(site)
    found = write_word_list(site, config.value, code) if config.value else None
    if found is None or found.value is None:
        print_counted_problems((found or config).problems, messages, err=True)
        click.echo(messages.say("Nothing was written."), err=True)
        return FAILED
    said = messages.say("{file}: {added} words were added, {translated} were translated before")
    click.echo(said.format(file=site / found.value.path, added=found.value.added, translated=found.value.translated))
    return DONE


def load_site(site: Path, at: str, now: float, messages: Messages) -> "ExistingSite | None":
    """Look a site over; where its settings have an error, show them and give None."""
    from site_builder.editing.existing_site import read_existing_site

    found = read_existing_site(site, at, now)
    if found.value is None:
        print_counted_problems(found.problems, messages, err=True)
        click.echo(messages.say("Nothing was written."), err=True)
    return found.value


def make_draft(
    existing_site: "ExistingSite", fields: FieldOptions, prompts: "ItemPrompts | None", text: str = ""
) -> "NewItem":
    """Make a draft of options, and of answers where somebody can be asked; raises CommandError (2) without either.

    `text` is the item's text where it is known already.
    """
    from site_builder.cli.terminal.prompts import parse_date
    from site_builder.editing.existing_site import require_entry
    from site_builder.editing.new_item import NewItem, choose_language

    column = choose_column(existing_site, fields, prompts)
    title = " ".join(fields["title"].split()) or (prompts.ask_title() if prompts else "")
    ask = prompts is not None
    day = (
        parse_date(existing_site, fields["date_"])
        if fields["date_"]
        else prompts.ask_date()
        if prompts
        else existing_site.moment.local[:10]
    )
    communities = tuple(
        dict.fromkeys(require_entry(existing_site, "communities", each) for each in fields["community"])
    )
    topics = tuple(dict.fromkeys(require_entry(existing_site, "topics", each) for each in fields["topic"]))
    if prompts and ask and not communities:
        communities = prompts.ask_entries("communities", prompts.say("Which communities does it concern?"))
    if prompts and ask and not topics:
        topics = prompts.ask_entries("topics", prompts.say("What is it about?"))
    return NewItem(
        column=column,
        title=title,
        date=day,
        day=date.fromisoformat(day[:10]),
        language=choose_language(existing_site, title + text, fields["language"]),
        communities=communities,
        topics=topics,
        people=tuple(dict.fromkeys(require_entry(existing_site, "people", each) for each in fields["person"])),
        source=" ".join(fields["source"].split()),
        draft=fields["draft"],
    )


def choose_column(existing_site: "ExistingSite", fields: FieldOptions, prompts: "ItemPrompts | None") -> "Column":
    """Give the column: as named, the only one, or as answered; refuse where nobody can be asked for what is missing."""
    from site_builder.editing.existing_site import require_column

    named = require_column(existing_site, fields["column"]) if fields["column"] else None
    only = existing_site.columns[0] if len(existing_site.columns) == 1 else None
    if named or only:
        column = named or only
        if column and (fields["title"] or prompts):
            return column
    if prompts:
        return prompts.ask_column()
    missing = [option for option, there in (("--column", named or only), ("--title", fields["title"])) if not there]
    raise CommandError(
        2,
        "nobody can be asked here, so the command has to say it: {options} (columns: {columns})",
        options=" ".join(f"{each} …" for each in missing),
        columns=", ".join(each.id for each in existing_site.columns),
    )


def format_import(
    word: "WordDocument", existing_site: "ExistingSite", paths: tuple[str, ...], messages: Messages
) -> list[str]:
    """Say what came over of a Word file, what was taken for what, and what was lost."""
    say = messages.say
    lines = [say("{file}: written").format(file=existing_site.site / paths[0])]
    lines += [f"  {Path(each).name}" for each in paths[1:]]
    lines.append(say("Title: {title}").format(title=word.title))
    if word.written:
        lines.append(say("Date of signing: {date}").format(date=word.written.isoformat()))
    if word.document_number:
        lines.append(say("Document number: {number}").format(number=word.document_number))
    if word.letterhead:
        lines.append(say("Letterhead, taken away: {words}").format(words=" / ".join(word.letterhead)))
    named = [name for name in existing_site.names.words.get("communities", ()) if name and name in word.text]
    if named:
        lines.append(say("Communities named in the text: {names}").format(names=say(", ").join(named[:10])))
    if word.losses:
        lines.append(say("What did not come over as it was:"))
    for each in word.losses:
        near = (
            say(", near {places}").format(places=say(", ").join(f"“{p}”" for p in each.places)) if each.places else ""
        )
        lines.append(f"- {say(each.message)} ({each.times}){near}")
    return lines


def finish_item(  # noqa: PLR0913, PLR0917 - what is said of an item
    existing_site: "ExistingSite", path: str, draft: "NewItem", messages: Messages, message: str, clock: Clock
) -> int:
    """Check what was written, show what is still to do, and say what comes next."""
    from site_builder.editing.existing_site import check_item

    problems = check_item(existing_site.site, clock.at, clock.now, path)
    if problems:
        click.echo(messages.say("Still to do:"))
        print_counted_problems(problems, messages, err=False)
    where = "" if existing_site.site == Path() else f" {existing_site.site}"
    click.echo(message.format(site=where))
    if draft.draft:
        line = "草稿: 是" if existing_site.config.language.startswith("zh") else "draft: true"
        click.echo(messages.say("It is a draft; when it may be published, remove the line “{line}”.").format(line=line))
    return DONE
