"""What the commands say, in the reader's language; decides nothing and prints nothing."""

import json
import os
import shlex
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path

from site_builder.building.commit import Report
from site_builder.language import choose_message_locale, format_moment_text, make_plural_translator, make_translator
from site_builder.problem import Problem, format_message, has_errors, to_record


class Messages:
    """The sentences of one run in one language."""

    def __init__(self, lang: str | None) -> None:
        """Choose the language that was asked for, else the environment's."""
        self.locale = choose_message_locale(lang, dict(os.environ))
        self.say = make_translator(self.locale)

    def say_plural(self, one: str, many: str, number: int) -> str:
        """Choose the form of a sentence for a number and fill the number in."""
        if self.locale == "en":
            return (one if number == 1 else many).format(n=number)
        return make_plural_translator(self.locale)(one, many, number).format(n=number)

    def fill_message(self, message: str, values: Iterable[tuple[str, str]]) -> str:
        """Translate a sentence and fill in its values; moments among them are said in words."""
        return format_message(
            message, [(name, format_moment_text(value, self.locale)) for name, value in values], self.say
        )

    def count_problems(self, problems: tuple[Problem, ...]) -> dict[str, int]:
        """Count the Problems by severity."""
        return {f"{kind}s": sum(p.severity == kind for p in problems) for kind in ("error", "warning", "notice")}

    def format_total(self, problems: tuple[Problem, ...]) -> str:
        """Say how many Problems there are."""
        counts = self.count_problems(problems)
        parts = [
            self.say_plural("{n} error", "{n} errors", counts["errors"]) if counts["errors"] else "",
            self.say_plural("{n} warning", "{n} warnings", counts["warnings"]) if counts["warnings"] else "",
            self.say_plural("{n} notice", "{n} notices", counts["notices"]) if counts["notices"] else "",
        ]
        return self.say(", ").join(part for part in parts if part)

    def format_build(self, output: Path, report: Report) -> str:
        """Say what a build came to."""
        if has_errors(report.problems):
            return self.say("Nothing was written; the last good site stays as it was.")
        sentence = self.say(
            "{output}: {pages} pages, {outputs} files; {written} written, {removed} removed ({seconds} s)"
        )
        values = {name: getattr(report, name) for name in ("pages", "outputs", "written", "removed")}
        return sentence.format(output=output, seconds=f"{report.seconds:.2f}", **values)

    def format_new_site(self, folder: Path, files: int) -> str:
        """Say what a new site holds and what to do next."""
        first = self.say_plural("{n} file written", "{n} files written", files)
        steps = (
            ("bulletin preview", self.say("look at the site; it follows what you save (Ctrl-C ends it)")),
            ("bulletin new", self.say("write your first item")),
            ("bulletin check", self.say("have all of it checked")),
        )
        lines = [self.say("{folder}: {files}.").format(folder=folder, files=first)]
        lines += [self.say("Say who you are in {file}: title, address, time zone.").format(file="content/site.toml")]
        lines += [self.say("Next:"), f"  cd {shlex.quote(str(folder))}"]
        return "\n".join([*lines, *(f"  {command:<18}# {what}" for command, what in steps)])

    def format_machine_failure(self, error: OSError) -> str:
        """Say in one sentence how the machine failed."""
        reason = error.strerror or type(error).__name__
        if error.filename is None:
            return self.say("the machine failed: {reason}").format(reason=reason)
        return self.say("{file}: {reason}").format(file=error.filename, reason=reason)

    def format_program_failure(self, error: Exception) -> str:
        """Say that the program itself failed, and where its makers find the details."""
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="bulletin-", suffix=".txt", delete=False
        ) as file:
            file.write("".join(traceback.format_exception(error)))
        sentence = self.say("the program itself failed ({kind}); please send {file} to its makers")
        return sentence.format(kind=type(error).__name__, file=file.name)

    def format_json(self, record: object) -> str:
        """Write an object."""
        return json.dumps(record, ensure_ascii=False, indent=1)


def to_report_record(report: Report, messages: Messages) -> dict[str, object]:
    """Give a report as the object that `--report json` prints (contract, section 4)."""
    names = ("pages", "outputs", "parsed", "rendered", "written", "kept", "removed", "written_paths", "seconds")
    return {
        **{name: getattr(report, name) for name in names},
        "problems": [to_record(each, messages.say) for each in report.problems],
    }
