"""Links to other hosts are asked for once, politely, and only where somebody wants it; the hosts are our own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from urllib3.connection import HTTPConnection

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.cli.commands import bulletin
from site_builder.problem import Problem
from site_builder.publishing.external_links import REACHABLE_TTL, UNREACHABLE_TTL, RequestLimits, check_external_links
from tests.publishing.loopback import free_port
from tests.sites import PLAIN_TOML, article, write

pytestmark = pytest.mark.slow

QUICK = RequestLimits(pause=0, timeout=5)


class Host:
    """A web server that says by the path what to answer, and notes who asked for what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.busy = self.busiest = 0
        self.guard = threading.Lock()
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with host.guard:
                    host.busy += 1
                    host.busiest = max(host.busiest, host.busy)
                    host.asked.append((self.command, self.path))
                    host.agents.add(self.headers["User-Agent"])
                status = host.status(self.command, self.path)
                self.send_response(status)
                if status in {301, 302}:
                    self.send_header("Location", "/200/new" if "loop" not in self.path else self.path)
                self.send_header("Content-Length", "0")
                with host.guard:
                    host.busy -= 1
                self.end_headers()

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def status(self, method: str, path: str) -> int:
        """Give the status that a path names first, for HEAD the one behind a hyphen."""
        for_get, _, for_head = path.split("/")[1].partition("-")
        return int(for_head if for_head and method == "HEAD" else for_get)


@contextmanager
def running() -> Iterator[Host]:
    host = Host()
    thread = threading.Thread(target=host.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        thread.join()
        host.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as made:
        yield made


def site(folder: Path, body: str, more: str = "") -> Path:
    item = article("title: A\ndate: 2024-01-01", body)
    return write(folder, {"content/site.toml": PLAIN_TOML + more, "content/news/2024-01-01-a.md": item})


def found(folder: Path, now: float = 1000.0) -> list[Problem]:
    looked = survey_site(Options(site=folder, output=folder / "public", at="2024-06-01", now=now)).value
    assert looked
    return sorted(
        check_external_links(folder, looked.items, looked.site.config, now, limits=QUICK),
        key=lambda p: (p.line, p.column),
    )


@pytest.mark.parametrize(
    ("path", "severity", "methods"),
    [
        ("200/a", "", ["HEAD"]),
        ("200-405/a", "", ["HEAD", "GET"]),
        ("200-404/a", "", ["HEAD", "GET"]),
        ("404/a", "error", ["HEAD", "GET"]),
        ("410/a", "error", ["HEAD", "GET"]),
        ("403/a", "notice", ["HEAD", "GET"]),
        ("500/a", "warning", ["HEAD", "GET"]),
        ("302/a", "", ["HEAD", "HEAD"]),
        ("301/a", "notice", ["HEAD", "HEAD"]),
        ("301/loop", "warning", None),
    ],
)
def test_an_answer_is_judged(path: str, severity: str, methods: list[str] | None, host: Host, tmp_path: Path) -> None:
    folder = site(tmp_path, f"One.\n\nSee [there](http://127.0.0.1:{host.port}/{path}#part) today.\n")
    problems = found(folder)
    assert [(p.severity, p.rule, p.path, p.line, p.column) for p in problems] == (
        [(severity, "external", "content/news/2024-01-01-a.md", 7, 13)] if severity else []
    )
    assert methods is None or [method for method, _ in host.asked] == methods
    assert all(each.startswith("bulletin-check (") for each in host.agents)


def test_an_answer_is_believed_for_days_and_one_that_never_came_is_not(host: Host, tmp_path: Path) -> None:
    here = f"http://127.0.0.1:{host.port}"
    folder = site(tmp_path, f"<{here}/200/a> and <{here}/404/b> and <http://127.0.0.1:{free_port()}/200/c>\n")
    first = found(folder)
    assert [p.severity for p in first] == ["error", "warning"]
    asked = len(host.asked)
    assert found(folder, 1000.0 + UNREACHABLE_TTL - 1) == first
    assert len(host.asked) == asked
    found(folder, 1000.0 + UNREACHABLE_TTL + 1)
    assert [path for _, path in host.asked[asked:]] == ["/404/b"] * 2
    found(folder, 1000.0 + REACHABLE_TTL + 1)
    assert "/200/a" in [path for _, path in host.asked[asked:]]


def test_one_host_is_asked_one_thing_at_a_time_and_each_page_once(host: Host, tmp_path: Path) -> None:
    links = [f"http://127.0.0.1:{host.port}/200/{n}" for n in range(30)]
    found(site(tmp_path, "\n".join(f"- <{each}>" for each in (*links, *links)) + "\n"))
    assert host.busiest == 1
    assert sorted(host.asked) == sorted(("HEAD", f"/200/{n}") for n in range(30))


def test_a_host_that_cannot_be_reached_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(connection: HTTPConnection) -> None:
        tried.append(connection.host)
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr("urllib3.connection.HTTPConnection.connect", refuse)
    folder = site(tmp_path, "\n".join(f"- <http://127.0.0.1:9/{n}>" for n in range(20)) + "\n")
    assert len(found(folder)) == 20
    assert len(tried) == 2


def test_names_that_lead_nowhere_and_the_site_itself_are_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib3.connection.HTTPConnection.connect", lambda self: pytest.fail(f"{self.host} was asked"))
    own = "https://ferry.example.org/news/"
    assert found(site(tmp_path, f"<http://example.org/a> <https://a.example/> <{own}> `http://127.0.0.1:9/`\n")) == []


def test_nothing_is_asked_without_the_option_and_a_finding_can_be_accepted(host: Host, tmp_path: Path) -> None:
    link = f"http://127.0.0.1:{host.port}/404/a"
    folder = site(tmp_path, f"[there]({link})\n")
    run = CliRunner()
    assert run.invoke(bulletin, ["check", str(folder), "--lang", "en"], standalone_mode=False).return_value == 0
    assert host.asked == []
    result = run.invoke(bulletin, ["check", str(folder), "--external", "--lang", "en"], standalone_mode=False)
    assert result.return_value == 1
    assert (
        f"content/news/2024-01-01-a.md:5:9: error: the page {link} is not there (answer 404)  [external]"
        in result.output
    )
    site(folder, f"<!-- accept external: the ministry's page is being moved -->\n[there]({link})\n")
    assert found(folder) == []
    site(folder, f"[there]({link})\n", '[checks]\nexternal = "notice"\n')
    assert [p.severity for p in found(folder)] == ["notice"]


def test_an_inspection_counts_what_was_found_with_its_pages(host: Host, tmp_path: Path) -> None:
    here = f"http://127.0.0.1:{host.port}"
    body = f"[a]({here}/404/a) and [b]({here}/200/b)\n\n[c](http://127.0.0.1:{free_port()}/200/c)\n"
    folder = site(tmp_path, body)

    def outside() -> dict[str, Any]:
        arguments = ["inspect", str(folder), "--at", "2024-01-02", "--format", "json", "--lang", "en"]
        found = json.loads(CliRunner().invoke(bulletin, arguments, standalone_mode=False).output)
        return next(each for each in found["indicators"] if each["id"] == "outside")

    assert (outside()["state"], host.asked) == ("unchecked", [])
    CliRunner().invoke(bulletin, ["check", str(folder), "--external", "--lang", "en"], standalone_mode=False)
    asked, found = len(host.asked), outside()
    assert (found["state"], found["count"], len(host.asked)) == ("red", 2, asked)
    where = "https://ferry.example.org/news/2024/a/", "content/news/2024-01-01-a.md:"
    assert [(p["address"], p["place"][:-1]) for p in found["pages"]] == [where, where]
    assert [p["place"][-1] for p in found["pages"]] == ["5", "7"]
    assert found["reason"] == ""
    site(folder, f"[a]({here}/200/b) and [new]({here}/404/d)\n")
    found = outside()
    assert (found["state"], found["count"], found["reason"][:16]) == ("ok", 0, "not tried yet: 1")


def test_hosts_that_are_not_on_the_list_are_told_without_asking(tmp_path: Path) -> None:
    body = "[a](https://www.gov.example/x) [b](https://sub.gov.example/) [c](https://evilgov.example/)\n"
    folder = site(tmp_path, body, '[checks]\nhosts = ["gov.example"]\n')
    problems = survey_site(Options(site=folder, output=folder / "public", at="2024-06-01", now=0.0)).problems
    assert [(p.rule, p.line, p.column) for p in problems] == [("host", 5, 66)]


def test_addresses_of_the_settings_are_asked_and_told_at_their_line(host: Host, tmp_path: Path) -> None:
    """Those that readers are led to; not those of commands and targets, nor what stands in a comment."""
    here = f"http://127.0.0.1:{host.port}"
    lines = f"""\
on_failure = "curl {here}/404/failure"
# {here}/404/comment
[footer.text]
en = "By [the county]({here}/404/county)."
[contact]
name = "The office"
map = "{here}/404/map/{{place}}"
report = '{here}/404/form?page={{page}}'
[[menu]]
title = "Services"
url = "{here}/200/services"
[[menu]]
title = "Forms"   # {here}/404/beside
url = "{here}/404/forms"
[checks]
hosts = ["{here}/404/host"]
[publish.live]
to = "file:///srv/www"
url = "{here}/404/live"
"""
    folder = site(tmp_path, f"[forms]({here}/404/forms)\n")
    settings = folder / "content/site.toml"
    first = PLAIN_TOML.rstrip("\n").count("\n") + 2
    settings.write_text(f"{PLAIN_TOML.rstrip()}\n{lines}")
    result = CliRunner().invoke(bulletin, ["check", str(folder), "--external", "--lang", "en"], standalone_mode=False)
    assert result.return_value == 1
    told = [line.partition(": error: the page ") for line in result.output.splitlines() if "answer 404" in line]
    where = "content/site.toml:"
    assert {(before, rest.partition(" ")[0].removeprefix(here)) for before, _, rest in told} == {
        (f"{where}{first + 3}:23", "/404/county"),
        (f"{where}{first + 7}:11", "/404/form"),
        (f"{where}{first + 13}:8", "/404/forms"),
        ("content/news/2024-01-01-a.md:5:9", "/404/forms"),
    }
    assert {path for _, path in host.asked} == {"/404/county", "/404/form", "/404/forms", "/200/services"}
    arguments = ["inspect", str(folder), "--at", "2024-01-02", "--format", "json", "--lang", "en"]
    inspected = json.loads(CliRunner().invoke(bulletin, arguments, standalone_mode=False).output)
    assert next(each for each in inspected["indicators"] if each["id"] == "outside")["count"] == 4
    accepted = "# accept external: it is being moved\n"
    settings.write_text(
        settings.read_text().replace(f'url = "{here}/404/forms"', f'{accepted}url = "{here}/404/forms"')
    )
    assert {(p.path, p.line) for p in found(folder)} == {
        ("content/site.toml", first + 3),
        ("content/site.toml", first + 7),
        ("content/news/2024-01-01-a.md", 5),
    }
