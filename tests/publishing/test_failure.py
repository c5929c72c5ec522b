"""Commands that run by themselves: silent where there is nothing to say, and something is done where they fail."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publishing.live import Bulletin, served
from tests.publishing.test_publish import Town
from tests.sites import article

pytestmark = pytest.mark.usefixtures("plain_theme")

SERVING = Path(__file__).parents[2] / "docs/serving.md"
PAGE = "news/2024/visit-1/index.html"


class Told:
    """A command that writes what it is told into a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "told"
        self.command = f"(printf '%s ' $BULLETIN_STATUS; cat) > {shlex.quote(str(self.file))}"

    def read(self) -> str:
        text = self.file.read_text("utf-8") if self.file.exists() else ""
        self.file.unlink(missing_ok=True)
        return text


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


@pytest.mark.slow
def test_nothing_is_said_where_there_is_nothing_to_do(bulletin: Bulletin) -> None:
    assert "is live" in bulletin("publish", "--quiet").out
    assert bulletin("publish", "--quiet")[1:] == ("", "")
    assert "nothing new" in bulletin("publish").out
    with served(bulletin.live) as url:
        assert "warning" in bulletin("verify", url).out  # of headers
        assert bulletin("verify", url, "--quiet")[1:] == ("", "")
        (bulletin.live / "evil.html").write_text("evil")
        assert "NOT as published" in bulletin("verify", url, "--quiet", status=1).out
        (bulletin.live / "evil.html").unlink()
        bulletin.falsify(PAGE, released="2099-01-01T00:00:00Z")
        assert "cannot be judged" in bulletin("verify", url, "--quiet").out
        record = bulletin("verify", url, "--quiet", "--report", "json").record
        assert record["judged"] is False
    bulletin.write("Other words")
    assert "3 added, 3 changed, 3 removed" in bulletin("publish", "--quiet", "--dry-run").out


@pytest.mark.slow
def test_a_quiet_check_and_build_say_only_what_is_to_be_done(bulletin: Bulletin) -> None:
    assert bulletin("check").out
    assert bulletin("check", "--quiet")[1:] == ("", "")
    assert "written" in bulletin("build", "--quiet").out
    assert bulletin("build", "--quiet")[1:] == ("", "")
    assert bulletin("build").out
    bulletin.write("Other words")
    assert "written" in bulletin("build", "--quiet").out
    bulletin.town.edit("news/2024-05-05-odd.md", article("title: Odd\nodd: x"))
    assert "warning" in bulletin("check", "--quiet").out
    bulletin("build")
    assert "warning" in bulletin("build", "--quiet").err
    bulletin.town.edit("news/2024-05-05-odd.md", article("title: Odd\ndate: odd"))
    assert "error" in bulletin("check", "--quiet", status=1).out
    assert "error" in bulletin("build", "--quiet", status=1).err


@pytest.mark.slow
def test_a_quiet_build_that_was_remembered_is_silent_too(tmp_path: Path) -> None:
    """The second and third of these say again what the one before kept, and read nothing."""
    town = Town(tmp_path, f"file://{tmp_path}/www", tmp_path / "www")
    command = [sys.executable, "-m", "site_builder", "build", str(town.site), "--quiet"]
    said = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    assert [bool(each.stdout) for each in said] == [True, False, False]
    assert [each.stderr for each in said] == ["", "", ""]


@pytest.mark.slow
def test_what_fails_is_told_with_its_status(bulletin: Bulletin, told: Told) -> None:
    """Mistakes in the content, a target that is none, one that cannot be reached, a wrong call; never a success."""
    how = ("--on-failure", told.command)
    bulletin("publish", "--quiet", *how)
    assert told.read() == ""
    with served(bulletin.live) as url:
        bulletin("verify", url, *how)
        assert told.read() == ""
        (bulletin.live / "evil.html").write_text("evil")
        said = bulletin("verify", url, *how, status=1)
        assert told.read() == f"1 {said.out}"
        assert "NOT as published" in said.out
    bulletin("verify", url, *how, status=3)
    assert told.read().startswith(f"3 bulletin: the site {url} cannot be reached")
    bulletin("publish", "nowhere", *how, status=2)
    assert told.read().startswith("2 bulletin: there is no target nowhere")
    bulletin("publish", "--no-such-option", *how, status=2)
    assert "--no-such-option" in told.read()
    bulletin.town.edit("news/2024-05-05-odd.md", article("title: Odd\ndate: odd"))
    said = bulletin("publish", *how, status=1)
    assert told.read() == f"1 {said.err}"
    assert "2024-05-05-odd.md:3:" in said.err
    bulletin.town.settle("ssh://127.0.0.1:1/www")
    bulletin("publish", *how, status=3)
    assert "Connection refused" in told.read()


def test_what_fails_for_reasons_of_the_machine_or_of_the_program_is_told(
    bulletin: Bulletin, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raising(failure: Exception) -> Callable[..., None]:
        def fail(*_: object, **__: object) -> None:
            raise failure

        return fail

    for failure in (OSError(28, "No space left on device", "x"), ZeroDivisionError()):
        monkeypatch.setattr("site_builder.publishing.publish.publish", raising(failure))
        said = bulletin("publish", "--on-failure", told.command, status=3)
        assert told.read() == f"3 {said.err}"
        assert said.err


def test_site_toml_says_what_is_done_on_failure(bulletin: Bulletin, told: Told) -> None:
    """Also where another line of it cannot be read, or the call is wrong; an option counts instead."""
    quoted = "on_failure = " + json.dumps(told.command)
    settings = bulletin.town.site / "content/site.toml"
    settings.write_text(f"{quoted}\n{settings.read_text()}")
    bulletin("publish", "--no-such-option", status=2)
    assert "--no-such-option" in told.read()
    bulletin("publish", "nowhere", status=2)
    assert "no target nowhere" in told.read()
    bulletin("publish", "nowhere", "--site", str(bulletin.town.site), status=2, site=bulletin.town.site.parent)
    assert "no target nowhere" in told.read()
    bulletin("publish", "nowhere", "--on-failure", "true", status=2)
    bulletin("publish", "nowhere", "--on-failure=", status=2)
    bulletin("check", "--no-such-option", status=2)
    assert told.read() == ""
    settings.write_text(settings.read_text().replace("[publish.live]\n", "[publish.live]\nkeep = = 5\n"))
    bulletin("publish", status=1)
    assert told.read().startswith("1 content/site.toml:5:8: error")


def test_a_command_of_site_toml_runs_in_the_site(bulletin: Bulletin) -> None:
    settings = bulletin.town.site / "content/site.toml"
    settings.write_text(f"on_failure = 'cat > content/../told'\n{settings.read_text()}")
    bulletin("publish", "nowhere", "--site", str(bulletin.town.site), status=2, site=bulletin.town.site.parent)
    assert "nowhere" in (bulletin.town.site / "told").read_text()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('""', "on_failure is no command"),
        ('"  "', "on_failure is no command"),
        ('"a\\nb"', "on_failure is no command"),
        ("['mail']", "on_failure is not a text"),
    ],
)
def test_what_is_no_command_is_refused_at_its_line(bulletin: Bulletin, written: str, said: str) -> None:
    settings = bulletin.town.site / "content/site.toml"
    settings.write_text(f"on_failure = {written}\n{settings.read_text()}")
    out = bulletin("check", "--format", "json", status=1).record
    assert [(each["line"], each["message"]) for each in out["problems"]] == [(1, said)]


def test_a_command_that_fails_itself_is_told_and_changes_nothing_else(bulletin: Bulletin) -> None:
    for command in ("exit 7", "no-such-program-here", "kill $$"):
        said = bulletin("publish", "nowhere", "--report", "json", "--on-failure", command, status=2)
        assert "what is done on failure failed itself" in said.err
        assert command in said.err
    assert (
        "失败后要执行的命令自身也失败了"
        in bulletin("publish", "nowhere", "--lang", "zh", "--on-failure", "exit 7", status=2).err
    )


@pytest.mark.slow
def test_what_the_command_prints_is_not_on_stdout(tmp_path: Path) -> None:
    town = Town(tmp_path, f"file://{tmp_path}/www", tmp_path / "www")
    call = ["verify", "nowhere", "--report", "json", "--on-failure", "echo printed; echo again >&2"]
    command = [sys.executable, "-m", "site_builder", *call]
    done = subprocess.run(command, cwd=town.site, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)["ok"] is False
    assert done.stderr.endswith("printed\nagain\n")


class Home:
    """The home of an editor as docs/serving.md has it, with a `mail` that keeps what it is given."""

    def __init__(self, folder: Path, to: str, there: Path) -> None:
        self.folder = folder / "home"
        self.folder.mkdir()
        self.town = Town(folder, to, there)
        self.town.site.rename(self.folder / "mytown")
        self.town.site = self.folder / "mytown"
        self.script("bulletin/.venv/bin/bulletin", f'exec {sys.executable} -m site_builder "$@"')
        self.script("bin/mail", f'(echo "$@"; cat) > "{self.folder}/sent"')

    def script(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        names = ("PYTHONPATH", "BULLETIN_THEME")
        environment = {
            "HOME": str(self.folder),
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            **{name: os.environ[name] for name in names if name in os.environ},
        }
        return subprocess.run(
            ["/bin/sh", "-c", command], env=environment, cwd="/", capture_output=True, text=True, check=False
        )

    def sent(self) -> str:
        file = self.folder / "sent"
        text = file.read_text("utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        return text


def documented() -> dict[str, str]:
    """Give the command lines that docs/serving.md has for cron and for systemd, as a shell takes them."""
    text = SERVING.read_text("utf-8")
    cron = re.search(r"^\S+ \S+ \S+ \S+ \S+ (cd .*publish.*)$", text, re.MULTILINE)
    unit = re.search(r"^ExecStart=/home/editor/(.*)$", text, re.MULTILINE)
    assert cron
    assert unit
    return {"cron": cron[1], "systemd": f"cd $HOME/mytown && $HOME/{unit[1]}"}


@pytest.mark.slow
@pytest.mark.parametrize("which", ["cron", "systemd"])
@pytest.mark.parametrize("kind", ["file", pytest.param("ssh", marks=pytest.mark.slow)])
def test_the_documented_lines_are_silent_and_write_a_mail_where_they_fail(
    tmp_path: Path, kind: str, which: str, request: pytest.FixtureRequest
) -> None:
    there = tmp_path / "www"
    to = f"file://{there}" if kind == "file" else request.getfixturevalue("ssh_server").url(there)
    home, line = Home(tmp_path, to, there), documented()[which]
    first = home.run(line)
    assert (first.returncode, home.sent()) == (0, ""), first.stderr
    assert (there / "current/about/index.html").is_file()
    again = home.run(line)
    assert (again.returncode, again.stdout, again.stderr, home.sent()) == (0, "", "", "")
    home.town.edit("news/2024-05-05-odd.md", article("title: Odd\ndate: odd"))
    failed = home.run(line)
    assert failed.returncode == 1
    subject, _, words = home.sent().partition("\n")
    assert subject == "-s bulletin editor@example.org"
    assert words == failed.stderr
    assert "content/news/2024-05-05-odd.md:3:" in words
