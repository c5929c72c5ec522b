"""The file of a release that a web server includes: what publish renews shows once the server reads it anew."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.publishing.servers import AT, Reply, Town, command, get, nginx_running, printed, server_running, town
from tests.publishing.test_serverconfig import SERVERS
from tests.sites import article

pytestmark = pytest.mark.slow
OWN_LINE = {
    "nginx": ("    server_tokens off;", "    server_tokens off;\n    location = /own { return 204; }"),
    "caddy": ("\troute {\n\t\t# The", "\troute {\n\t\trespond /own 204\n\t\t# The"),
    "apache": ("    ServerSignature Off", "    ServerSignature Off\n    Redirect 307 /own /elsewhere"),
}
SERVING = Path(__file__).parents[2] / "docs/serving.md"
PANELS = SERVING.with_name("panels.md")


def publish(place: Town, *more: str) -> None:
    done = command("publish", "--site", place.site, "--at", AT, *more)
    assert done.exit_code == 0, done.output


def ask(place: Town, *addresses: str) -> list[int]:
    return [get(place.url, each).status for each in addresses]


@pytest.mark.parametrize("kind", SERVERS)
def test_publish_takedown_and_rollback_renew_it(tmp_path: Path, kind: str) -> None:
    place = town(tmp_path)
    before, after = OWN_LINE[kind]
    config = printed(kind, place, "--include")
    assert before in config
    config = config.replace(before, after)  # what is printed is put in place once, and changed as one likes
    publish(place)
    with server_running(kind, tmp_path / "1", config, place.url):
        assert ask(place, "/own", "/old/visit/", "/older/visit/") == [307 if kind == "apache" else 204, 301, 404]
        assert ask(place, "/news/2024/report/") == [200]
    visit = place.site / "content/news/2024-01-31-visit.md"
    visit.write_text(visit.read_text().replace("aliases:", "aliases:\n  - /older/visit/"))
    publish(place)
    first = place.live.readlink().name
    done = command("takedown", "/news/2024/report/", "--reason", "mistake", "--site", place.site, "--at", AT)
    assert done.exit_code == 0, done.output
    with server_running(kind, tmp_path / "2", config, place.url):
        assert ask(place, "/older/visit", "/news/2024/report/", "/notices/2024/closed/") == [301, 410, 410]
        assert ask(place, "/own", "/about/") == [307 if kind == "apache" else 204, 200]
    place.site.joinpath("content/about.md").write_text(article("title: About", "Once more."))
    publish(place)
    done = command("rollback", "--site", place.site, "--at", AT)
    assert done.exit_code == 0, done.output
    assert place.live.readlink().name != first
    with server_running(kind, tmp_path / "3", config, place.url):
        assert ask(place, "/older/visit/", "/news/2024/report/", "/notices/2024/closed/") == [301, 410, 410]
        assert ask(place, "/.bulletin/server/nginx.conf", "/.bulletin/server/facts.json") == [404, 404]
        assert command("verify", "live", "--site", place.site).exit_code == 0


@pytest.mark.parametrize("kind", SERVERS)
def test_what_goes_while_the_content_has_errors(tmp_path: Path, kind: str) -> None:
    place = town(tmp_path)
    expiring = place.site / "content/notices/2024-06-01-ends.md"
    expiring.write_text(article("title: Ends\nexpires: 2024-06-15"))
    publish(place)
    (place.site / "content/news/broken.md").write_text(article("title: Broken\ndate: never"))
    done = command("publish", "--site", place.site, "--at", "2024-06-17")
    assert done.exit_code == 1, done.output
    with server_running(kind, tmp_path / "server", printed_before_the_mistake(place, kind), place.url):
        assert ask(place, "/notices/2024/ends/", "/notices/2024/closed/", "/old/visit/") == [410, 410, 301]


def printed_before_the_mistake(place: Town, kind: str) -> str:
    (place.site / "content/news/broken.md").unlink()
    return printed(kind, place, "--include")


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_starts_before_the_first_publish(tmp_path: Path, kind: str) -> None:
    place = town(tmp_path)
    with server_running(kind, tmp_path / "server", printed(kind, place, "--include"), place.url):
        assert ask(place, "/about/") == [404]


def test_the_files_can_be_read_by_the_server_alone(tmp_path: Path) -> None:
    place = town(tmp_path)
    before = os.umask(0o077)
    try:
        publish(place)
    finally:
        os.umask(before)
    for each in (place.live / ".bulletin/server").iterdir():
        assert f"{each.stat().st_mode & 0o777:o}" == "644", each
    facts = json.loads((place.live / ".bulletin/server/facts.json").read_text())
    assert ["/news/2024/leaked/", True] in facts["gone"]


def test_a_folder_that_an_include_cannot_name(tmp_path: Path) -> None:
    place = town(tmp_path)
    arguments = ("serverconfig", "nginx", "--site", place.site, "--root", "/srv/[www]")
    assert command(*arguments).exit_code == 0
    assert command(*arguments, "--include").exit_code == 2


def test_the_line_that_has_the_server_read_it(tmp_path: Path) -> None:
    """The command of docs/serving.md: a reload when the file is another, none else, none where it has a mistake."""
    found = re.search(r"```sh\n(cmp [^`]*)```", SERVING.read_text("utf-8"))
    assert found
    place, kept = town(tmp_path), tmp_path / "kept.conf"
    publish(place)
    for name, text in {"nginx": "exit $BROKEN", "systemctl": 'echo "$*"'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    line = found[1].replace("/srv/www/bulletin", str(place.target)).replace("/var/lib/bulletin-nginx.conf", str(kept))

    def run(broken: int = 0) -> str:
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "BROKEN": str(broken)}
        return subprocess.run(["sh", "-c", line], env=environment, capture_output=True, text=True, check=False).stdout

    assert [run(1), run(), run()] == ["", "reload nginx\n", ""]
    done = command("takedown", "/news/2024/report/", "--reason", "mistake", "--site", place.site, "--at", AT)
    assert done.exit_code == 0, done.output
    assert [run(), run()] == ["reload nginx\n", ""]


PANEL_SITE = """\
server {{
    listen {port};
    server_name 127.0.0.1;
    index index.php index.html index.htm default.php default.htm default.html;
    root {root};
    error_page 404 /404.html;
    include {rewrite};
    location ~ ^/(\\.user.ini|\\.htaccess|\\.git|\\.env|LICENSE|README.md) {{ return 404; }}
    location ~ \\.well-known {{ allow all; }}
    access_log off;
}}
"""


def test_a_site_of_a_panel(tmp_path: Path) -> None:
    """A site as panels write it, with the one line of docs/panels.md in its rewrite rules."""
    place = town(tmp_path)
    publish(place)
    found = re.search(r"(?m)^include (/\S+);$", PANELS.read_text("utf-8"))
    assert found
    rewrite = tmp_path / "rewrite.conf"
    rewrite.write_text(found[0].replace("/www/wwwroot/bulletin", str(place.target)))
    port = place.url.split(":")[2].strip("/")
    config = PANEL_SITE.format(port=port, root=place.live, rewrite=rewrite)
    with nginx_running(tmp_path / "nginx", config):
        assert ask(place, "/about/", "/old/visit/", "/news/2024/leaked/", "/.bulletin/ledger.jsonl", "/nothing/") == [
            *(200, 301, 410, 404, 404)
        ]
        reply: Reply = get(place.url, "/about/", Accept_Encoding="gzip")
        assert reply["content-encoding"] == "gzip"
        assert "default-src 'none'" in reply["content-security-policy"]
        assert reply["cache-control"] == "no-cache"
