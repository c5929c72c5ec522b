"""The commands and their options; each makes one call and says what came of it."""

import math
import os
import re
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from site_builder import __version__
from site_builder.building.commit import Report
from site_builder.cli.fetch import fetch
from site_builder.cli.inspect import inspect
from site_builder.cli.log import log
from site_builder.cli.migrate import migrate
from site_builder.cli.new import import_, new, schema, words
from site_builder.cli.on_failure import record_output, run_on_failure
from site_builder.cli.preview import preview
from site_builder.cli.publish import publish, rollback
from site_builder.cli.takedown import takedown
from site_builder.cli.terminal.messages import Messages, to_report_record
from site_builder.cli.terminal.problems import format_problems, print_counted_problems
from site_builder.cli.terminal.progress import BuildProgress
from site_builder.cli.theme_commands.theme import theme
from site_builder.cli.verify import next_, serverconfig, verify
from site_builder.cli.worker_pool import WorkerPool
from site_builder.problem import (
    Checked,
    CommandError,
    Problem,
    format_annotation,
    has_errors,
    to_record,
)
from site_builder.state_folder import STATE

if TYPE_CHECKING:
    from site_builder.building.session import BuildSession, Options
    from site_builder.building.survey import Survey
    from site_builder.cli.mend import MendDialog
    from site_builder.executor import Executor

SITE = click.argument("site", required=False, default=".", type=click.Path(path_type=Path))
LANG = click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
AT = click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
QUIET = click.option("--quiet", is_flag=True, help="Say nothing where there is nothing to do or to mend.")
STRICT = click.option("--strict", is_flag=True, help="Warnings count as errors.")
DONE, FAILED, MACHINE_FAILED = 0, 1, 3
# What the object of a command that failed has beside `error`, where that is not what a build has.
EMPTY_RECORDS: dict[str, dict[str, object]] = {
    "verify": {"ok": False, "judged": False, "problems": []},
    "log": {"releases": [], "problems": []},
    "theme": {"problems": []},
}
# What a shell expects of a command that was stopped with Ctrl-C.
INTERRUPTED = 130


class Program(click.Group):
    """All commands; click by itself would end with 1, as for Problems, where nobody reads what is said."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return handle_broken_pipe()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bulletin")
def bulletin() -> None:
    """Check, build and publish a township's bulletin."""


for command in (new, import_, migrate, schema, words, theme, preview, inspect):
    bulletin.add_command(command)
for command in (publish, fetch, rollback, takedown, log, verify, serverconfig, next_):
    bulletin.add_command(command)


@bulletin.command()
@click.argument("sites", nargs=-1, metavar="[SITE]...", type=click.Path(path_type=Path))
@AT
@click.option("--output", type=click.Path(path_type=Path), help="Where the site goes; SITE/public without it.")
@click.option("--drafts", is_flag=True, help="Show drafts as if they were public.")
@click.option("--clean", is_flag=True, help="Make everything anew, whatever the last build left.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, metavar="N", help="Processes at work; 1 uses none.")
@click.option("--report", type=click.Choice(["text", "json"]), default="text", help="How to say what came of it.")
@QUIET
@STRICT
@LANG
def build(  # noqa: PLR0913 - one for each option
    sites: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    report: str,
    lang: str | None,
    *,
    quiet: bool,
    **switches: Any,
) -> int:
    """Build the static site of SITE (default: here); several may be named."""
    messages = Messages(lang)
    invocation = click.get_current_context().obj
    places = sites or (Path(),)
    pool = WorkerPool(jobs or 0)
    if switches["clean"] or any(not (site / STATE).exists() for site in places):
        pool.begin()
    from site_builder.building.build import build as run
    from site_builder.building.cache_dirs import require_site
    from site_builder.building.session import Options

    if output is not None and len(places) > 1:
        raise CommandError(2, "--output is for one site; several sites each go to their own public/")
    for site in places:
        require_site(site)
    reports = []
    executor: Executor | None = pool if pool.number > 1 else None
    with pool:
        for site in places:
            target = output or site / "public"
            options = Options(site=site, output=target, now=time.time(), **switches)
            with BuildProgress(messages) as progress:
                reports.append((target, run(options, invocation.make_session(), executor, progress)))
    out, err = format_reports(reports, report, messages, quiet=quiet)
    click.echo(err, err=True, nl=False)
    click.echo(out, nl=False)
    if len(reports) == 1 and reports[0][1].trace:
        record_outcome(places[0], reports[0], report, messages, at=switches["at"], quiet=quiet)
    return FAILED if any(has_errors(each.problems) for _, each in reports) else DONE


def format_reports(
    reports: Sequence[tuple[Path, Report]], form: str, messages: Messages, *, quiet: bool
) -> tuple[str, str]:
    """Give what builds say: on stdout, and on stderr."""
    out: list[str] = []
    err: list[str] = []
    if form == "json":
        records = [to_report_record(each, messages) for _, each in reports]
        out.append(messages.format_json(records[0] if len(records) == 1 else {"sites": records}))
    for target, each in reports if form == "text" else ():
        if quiet and not (each.written or each.removed or needs_attention(each.problems)):
            continue
        err += format_problems(each.problems, messages)
        err += [messages.format_total(each.problems)] if each.problems else []
        (err if has_errors(each.problems) else out).append(messages.format_build(target, each))
    return "".join(f"{line}\n" for line in out), "".join(f"{line}\n" for line in err)


def needs_attention(problems: Sequence[Problem]) -> bool:
    """Tell whether there is more than notices."""
    return any(each.severity != "notice" for each in problems)


def record_outcome(  # noqa: PLR0913 - what decides of the words
    site: Path, built: tuple[Path, Report], form: str, messages: Messages, *, at: str, quiet: bool
) -> None:
    """Keep what the same command will say as long as nothing changes."""
    from site_builder.building.no_op.check import write_no_op_record
    from site_builder.building.no_op.record import collect_stamps

    target, report = built
    seen = collect_stamps(report.trace) if report.trace else None
    if seen is None or report.site is None:
        return
    seconds = -31536000.0
    out, err = format_reports([(target, report.to_no_op_report(seconds))], form, messages, quiet=quiet)
    marker = str(seconds) if form == "json" else f"{seconds:.2f}"
    after = None if at else report.site.next_change
    clock = (-math.inf if at else report.site.at.epoch, math.inf if after is None else float(after))
    write_no_op_record(str(site), click.get_current_context().obj.arguments, (out, err, marker), clock, seen)


class ReportingCommand(click.Command):
    """A command that takes `--report`, as others do, for its `--format`; one of the two is enough to be suggested."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, [re.sub(r"^--report(?==|$)", "--format", each) for each in args])


@bulletin.command(cls=ReportingCommand)
@SITE
@AT
@click.option("--site", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The site, as SITE.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to show Problems; also --report.",
)
@click.option("--drafts", is_flag=True, help="Judge drafts as if they were public.")
@click.option("--external", is_flag=True, help="Ask other hosts whether the pages that are linked to are there.")
@click.option("--naming", metavar="NAME", default="", help="List instead every place that names somebody.")
@click.option("--mask", is_flag=True, help="Write 138****1234 for personal data, after showing where.")
@click.option(
    "--mend", is_flag=True, help="Write what is certain, after showing it: names, signs, lists, tables, masks."
)
@click.option("--yes", is_flag=True, help="Do not ask before writing what --mend or --mask shows.")
@QUIET
@STRICT
@LANG
def check(  # noqa: PLR0913 - one for each option
    site: Path,
    folder: Path | None,
    form: str,
    *,
    mask: bool,
    mend: bool,
    yes: bool,
    quiet: bool,
    lang: str | None,
    external: bool,
    naming: str,
    **switches: Any,
) -> int:
    """Check SITE (default: here) and show every Problem; writes no page."""
    from site_builder.building.session import Options

    messages = Messages(lang)
    site = folder or site
    dialog = make_mend_dialog(messages, "names" if naming else form, mend=mend, mask=mask, confirmed=yes)
    drafts = switches["drafts"]
    options = Options(site=site, output=site / "public", now=time.time(), judge_drafts=drafts, **switches)
    if naming:
        from site_builder.cli.check_extras import format_mentions

        text = format_mentions(options, naming, form, messages)
        click.echo(text, nl=bool(text))
        return DONE if text else FAILED
    look = partial(look_at_site, options, messages, external=external)
    problems, record, status = dialog.mend_site(site, look) if dialog else (look().problems, {}, DONE)
    if form == "github":
        for each in problems:
            click.echo(format_annotation(replace(each, path=find_checkout_prefix(site) + each.path), messages.say))
    elif form == "json":
        click.echo(
            messages.format_json(
                {"problems": [to_record(p, messages.say) for p in problems], **messages.count_problems(problems)}
                | record
            )
        )
    elif not quiet or needs_attention(problems):
        print_counted_problems(problems, messages, err=False)
        if not problems:
            click.echo(messages.say("No problems found."))
    return status or (FAILED if has_errors(problems) else DONE)


def make_mend_dialog(messages: Messages, shown: str, *, mend: bool, mask: bool, confirmed: bool) -> "MendDialog | None":
    """Make the dialog that --mend or --mask asks for; `shown` is the form of Problems, or that names are listed."""
    if mask and shown != "text":
        raise CommandError(2, "--mask shows text; leave --format and --naming out")
    if mend and (mask or shown not in {"text", "json"}):
        raise CommandError(2, "--mend shows text or JSON; leave --mask and --naming out")
    if confirmed and not (mask or mend):
        raise CommandError(2, "--yes goes with --mend and --mask")
    if not mask and not mend:
        return None
    from site_builder.cli.mend import MendDialog

    return MendDialog(messages, confirmed=confirmed, masks_only=mask, silent=shown == "json")


def find_checkout_prefix(site: Path) -> str:
    """Give the way from GitHub's checkout to a site that is only a part of it; annotations count from there."""
    checkout = os.environ.get("GITHUB_WORKSPACE", "")
    if not checkout or not site.resolve().is_relative_to(Path(checkout).resolve()):
        return ""
    path = site.resolve().relative_to(Path(checkout).resolve()).as_posix()
    return "" if path == "." else f"{path}/"


def look_at_site(options: "Options", messages: Messages, *, external: bool) -> "Checked[Survey | None]":
    """Know everything of a site, with the Problems of links to other hosts where these are asked."""
    from site_builder.building.build import survey_site

    with BuildProgress(messages) as progress:
        looked = survey_site(options, progress=progress)
        if external and looked.value:
            from site_builder.cli.check_extras import add_external_problems

            return Checked(looked.value, add_external_problems(options, looked.value, looked.problems, progress))
    return looked


@bulletin.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--demo", is_flag=True, help="An invented township with 60 items instead of an empty one.")
@click.option("--profile", type=click.Choice(["cn-gov"]), help="A site of a Chinese government.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "gitea"]),
    help="A workflow too that checks and publishes; to a site that is there it alone is added.",
)
@LANG
def init(folder: Path, demo: bool, profile: str | None, ci: str | None, lang: str | None) -> int:
    """Make a new township's site in DIR."""
    from site_builder.editing.new_site.init import init_site
    from site_builder.language import choose_language

    messages = Messages(lang)
    if ci and not (demo or profile) and (folder / "content/site.toml").is_file():
        from site_builder.editing.new_site.workflows import add_workflow

        for path in add_workflow(folder, ci):
            click.echo(messages.say("{file}: written").format(file=path))
        return DONE
    paths = init_site(folder, demo=demo, profile=profile or "", language=choose_language(messages), ci=ci or "")
    click.echo(messages.format_new_site(folder, len(paths)))
    return DONE


class Invocation:
    """A call of the program: its arguments, and what is kept until it ends.

    To take apart what a build has read takes longer than a small build; the process ends without.
    """

    def __init__(self, arguments: list[str]) -> None:
        """Take note of the arguments."""
        self.arguments = arguments
        self.session: BuildSession | None = None

    def make_session(self) -> "BuildSession":
        """Give what the build of a site is to keep; that of the last one is let go."""
        from site_builder.building.session import BuildSession

        self.session = BuildSession()
        return self.session


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 content Problems, 2 wrong usage, 3 the machine failed (contract, section 4)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    invocation = Invocation(arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with record_output(arguments) as printed:
        status = run(arguments, invocation)
    run_on_failure(arguments, status, "".join(printed), Messages(find_language(arguments)))
    sys.exit(status)


def run(arguments: list[str], invocation: Invocation) -> int:
    """Run a command, say in one sentence why it failed, give its exit status."""
    try:
        refuse_undecodable(arguments)
        status: int | None = bulletin.main(arguments, prog_name="bulletin", standalone_mode=False, obj=invocation)
    except click.ClickException as error:
        from site_builder.cli.terminal.usage_errors import explain_usage_error

        status = report_failure(arguments, 2, *explain_usage_error(error, Messages(find_language(arguments))))
    except (KeyboardInterrupt, click.Abort):
        status = report_failure(
            arguments, INTERRUPTED, Messages(find_language(arguments)).say("stopped; nothing is half done")
        )
    except BrokenPipeError:
        status = handle_broken_pipe()
    except CommandError as error:
        from site_builder.cli.terminal.host_key import confirm_host_key

        messages = Messages(find_language(arguments))
        failure = error
        with suppress(click.Abort):
            try:
                is_confirmed = confirm_host_key(error, messages)
            except CommandError as unwritten:
                is_confirmed, failure = False, unwritten
            if is_confirmed:
                return run(arguments, invocation)
        status = report_failure(arguments, failure.status, messages.fill_message(failure.message, failure.values))
    except OSError as error:
        status = report_failure(
            arguments, MACHINE_FAILED, Messages(find_language(arguments)).format_machine_failure(error)
        )
    except Exception as error:  # noqa: BLE001 - a traceback shown to a user is a defect
        status = report_failure(
            arguments, MACHINE_FAILED, Messages(find_language(arguments)).format_program_failure(error)
        )
    return status or DONE


def refuse_undecodable(arguments: list[str]) -> None:
    """Refuse an argument that is no text, which no file and no message could hold."""
    for each in arguments:
        try:
            each.encode()
        except UnicodeEncodeError:
            value = each.encode("utf-8", "backslashreplace").decode()
            raise CommandError(2, '"{value}" is not UTF-8; write it anew, or rename the folder', value=value) from None


def handle_broken_pipe() -> int:
    """End where nobody reads: Python writes out at the end what is left, and would complain of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return MACHINE_FAILED


def report_failure(arguments: list[str], status: int, message: str, usage: str = "") -> int:
    """Say in one sentence why a command ended; as an object too where that was asked for."""
    click.echo("\n".join(filter(None, (usage, message and f"bulletin: {message}"))), err=True)
    if wants_json(arguments):
        from site_builder.building.commit import Report

        messages = Messages(find_language(arguments))
        record = EMPTY_RECORDS.get(arguments[0]) or to_report_record(Report(), messages)
        click.echo(messages.format_json(record | {"error": message}))
    return status


def wants_json(arguments: list[str]) -> bool:
    """Tell whether an object was asked for, in arguments that may not even be right."""
    pairs = (*pairwise(arguments), *(tuple(each.split("=", 1)) for each in arguments if "=" in each))
    return ("--report", "json") in pairs or ("--format", "json") in pairs


def find_language(arguments: list[str]) -> str | None:
    """Find the language of messages in arguments that may not even be right."""
    joined = [each.partition("=")[2] for each in arguments if each.startswith("--lang=")]
    after = [value for option, value in pairwise(arguments) if option == "--lang"]
    return next(iter([*joined, *after]), None)
