"""What `serverconfig` prints is run by the real servers, and every statement of it is asked for."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.publishing.servers import (
    AT,
    FILES,
    LONG,
    MODULE,
    MOMENT,
    PATH,
    Town,
    command,
    get,
    nginx,
    nginx_main,
    nginx_running,
    printed,
    server_running,
    town,
)
from tests.sites import article

pytestmark = pytest.mark.slow
NO_CADDY = pytest.mark.skipif(shutil.which("caddy", path=PATH) is None, reason="Caddy is not in this Debian")
KINDS = ("nginx", "caddy", "apache")
SERVERS = ["nginx", pytest.param("caddy", marks=NO_CADDY), "apache"]
# Caddy's own redirect of a folder without its slash writes a space of the path as it is.
BASES = {"nginx": "/town/%E5%85%AC%20%E5%91%8A/b.x/", "caddy": "/town/%E5%85%AC%E5%91%8A/b.x/"}
BASES["apache"] = BASES["nginx"]
LIVE = [(kind, base, way) for kind in BASES for base in ("/", BASES[kind]) for way in ("", "--include")]
SECURITY = {
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


@contextmanager
def running(kind: str, folder: Path, place: Town, *more: str) -> Iterator[None]:
    with server_running(kind, folder / kind, printed(kind, place, *more), place.url):
        yield


@pytest.fixture(scope="module", params=LIVE, ids=str)
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    kind, base, include = request.param
    if kind == "caddy" and shutil.which("caddy", path=PATH) is None:
        pytest.skip("Caddy is not in this Debian")
    folder = tmp_path_factory.mktemp(kind)
    place = town(folder, base)
    if include:
        publish(place)
    else:
        place.release()
    with running(kind, folder, place, *([include] if include else [])):
        yield place


def publish(place: Town, at: str = AT) -> None:
    """Publish as an editor does: each release has the file that a configuration includes."""
    done = command("publish", "--site", place.site, "--at", at)
    assert done.exit_code == 0, done.output


def asked(live: Town, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    from urllib.parse import quote, urlsplit

    reply = get(live.url, quote(urlsplit(live.url).path, safe="/%") + address, **headers)
    return reply.status, reply.headers, reply.body


@pytest.mark.parametrize(
    ("address", "path", "kind"),
    [
        ("", "index.html", "text/html; charset=utf-8"),
        ("news/2024/visit/", "news/2024/visit/index.html", "text/html; charset=utf-8"),
        ("zh/", "zh/index.html", "text/html; charset=utf-8"),
        ("feed.xml", "feed.xml", "application/atom+xml; charset=utf-8"),
        ("zh/news/feed.xml", "zh/news/feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "sitemap.xml", "application/xml; charset=utf-8"),
        ("events.ics", "events.ics", "text/calendar; charset=utf-8"),
        ("news/2024/report/bridge.png", "news/2024/report/bridge.png", "image/png"),
        ("bulletin-manifest.json", "bulletin-manifest.json", "application/json"),
        ("404.html", "404.html", "text/html; charset=utf-8"),
    ],
)
def test_pages_and_files(live: Town, address: str, path: str, kind: str) -> None:
    status, headers, body = asked(live, address)
    assert (status, headers["content-type"]) == (200, kind)
    assert body == (live.live / path).read_bytes()
    assert headers["cache-control"] == "no-cache"
    status, headers, _ = asked(live, address, If_None_Match=headers["etag"])
    assert status == 304


def test_fingerprinted_files_are_kept_for_a_year(live: Town) -> None:
    for file in (live.live / "assets").glob("*.css"):
        status, headers, _ = asked(live, f"assets/{file.name}")
        assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert headers["content-type"] == "text/css; charset=utf-8"
    status, headers, _ = asked(live, "assets/none.css")
    assert (status, headers["cache-control"]) == (404, "no-cache")


@pytest.mark.parametrize("address", ["", "news/2024/visit/", "nothing/", "news/2024/leaked/", "events.ics"])
def test_every_answer_has_the_security_headers(live: Town, address: str) -> None:
    _, headers, _ = asked(live, address)
    assert {name: headers.get(name) for name in SECURITY} == SECURITY
    policy = dict(each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert "geolocation=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    "address", ["old/visit/", "old/visit", "%E6%97%A7%20%E9%A1%B5/a'b;c.html", "old/visit/?from=paper"]
)
def test_former_addresses_are_real_redirects(live: Town, address: str) -> None:
    status, headers, _ = asked(live, address)
    assert status == 301
    where = headers["location"]
    assert where.endswith("/news/2024/visit/")
    assert where.isascii()
    assert get(live.url, where).status == 200


def test_a_folder_without_its_slash(live: Town) -> None:
    status, headers, _ = asked(live, "news/2024/visit")
    assert status in {301, 308}
    assert get(live.url, headers["location"]).status == 200


@pytest.mark.parametrize(
    "address",
    [
        "notices/2024/closed/",
        "notices/2024/closed",
        "notices/2024/closed/paper.pdf",
        "news/2024/leaked/",
        "news/2024/report/names.csv",
        "zh/news/2024/moved/",
    ],
)
def test_what_is_gone(live: Town, address: str) -> None:
    status, headers, body = asked(live, address)
    assert status == 410
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert body == (live.live / ("zh/404.html" if address.startswith("zh/") else "404.html")).read_bytes()


@pytest.mark.parametrize(
    "address",
    ["nothing/", "zh/nothing/", "zh/nothing/feed.xml", "notices/2024/coming/", "notices/2024/draft/", "zhx/"],
)
def test_what_is_not_there(live: Town, address: str) -> None:
    status, headers, body = asked(live, address)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert body == (live.live / ("zh/404.html" if address.startswith("zh/") else "404.html")).read_bytes()
    assert b'lang="zh' in body or not address.startswith("zh/")


@pytest.mark.parametrize(
    "address", [".bulletin/ledger.jsonl", ".bulletin/", ".git/config", "news/.secret", "%2ebulletin/ledger.jsonl"]
)
def test_nothing_hidden_is_served(live: Town, address: str) -> None:
    assert (live.live / ".bulletin/ledger.jsonl").exists()
    (live.live / "news/.secret").write_text("secret")
    assert asked(live, address)[0] == 404


@pytest.mark.parametrize(
    "address", ["../../releases", "..%2f..%2freleases/", "assets../index.html", "%2e%2e/%2e%2e/site/"]
)
def test_nothing_beyond_the_release_is_served(live: Town, address: str) -> None:
    assert asked(live, address)[0] in {301, 400, 404}


def test_twins_are_served_to_those_who_take_them(live: Town) -> None:
    file = live.live / "news/2024/visit/index.html"
    _, headers, body = asked(live, "news/2024/visit/", Accept_Encoding="gzip")
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
    assert body == Path(f"{file}.gz").read_bytes()
    _, headers, body = asked(live, "news/2024/visit/", Accept_Encoding="identity")
    assert "content-encoding" not in headers
    assert body == file.read_bytes()


def test_no_form_is_taken(live: Town) -> None:
    assert get(live.url, "/", method="POST").status in {404, 405}


def test_a_base_path_takes_nothing_else_of_the_host(live: Town) -> None:
    if "/town/" in live.url:
        assert get(live.url, "/").status == 404
        assert get(live.url, "/town/").status == 404
        status, _, _ = asked(live, "")
        assert status == 200
    else:
        assert get(live.url, "/").status == 200


def test_a_switch_shows_at_once(live: Town) -> None:
    about = live.site / "content/about.md"
    before = live.live.readlink().name
    old = about.read_text()
    try:
        about.write_text(old + "\nANOTHER\n")
        after = live.release(MOMENT + 60).id
        for _ in range(10):
            assert b"ANOTHER" in asked(live, "about/")[2]
            live.switch(before)
            assert b"ANOTHER" not in asked(live, "about/")[2]
            live.switch(after)
    finally:
        about.write_text(old)
        live.switch(before)


@pytest.mark.skipif(not MODULE.exists(), reason="Debian's brotli module is not here")
def test_brotli_of_nginx(tmp_path: Path) -> None:
    place = town(tmp_path)
    place.release()
    with nginx_running(tmp_path / "nginx", printed("nginx", place), with_brotli=True):
        for takes in ("br", "gzip, deflate, br"):
            reply = get(place.url, "/news/2024/visit/", Accept_Encoding=takes)
            assert reply["content-encoding"] == "br"
            assert reply.body == (place.live / "news/2024/visit/index.html.br").read_bytes()
        assert get(place.url, "/news/2024/visit/", Accept_Encoding="gzip")["content-encoding"] == "gzip"


@NO_CADDY
def test_brotli_of_caddy(tmp_path: Path) -> None:
    place = town(tmp_path)
    place.release()
    with running("caddy", tmp_path, place):
        reply = get(place.url, "/news/2024/visit/", Accept_Encoding="gzip, br")
        assert reply["content-encoding"] == "br"
        assert reply.body == (place.live / "news/2024/visit/index.html.br").read_bytes()


HOSTILE = [
    "a b",
    "quo'te",
    "a;return 200",
    "dollar$uri",
    "brace}x{",
    "a}return 200 'x';location =",
    "{http.request.host}",
    "(paren)[x]",
    "tick`",
    "é",
    "$realpath_root",
    "at@ROOT@",
    "@CSP@",
    "~tilde",
    "back&slash",
]


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("base", ["/", "/town/"])
def test_nothing_breaks_out_of_the_quotes(tmp_path: Path, kind: str, base: str) -> None:
    """Titles, aliases and the ledger hold what means something to a server; the server starts and means the text."""
    from urllib.parse import quote

    aliases = "".join(f'\n  - "/{each}/"' for each in HOSTILE)
    head = "title: '\"; } server { listen 1; } # @ROOT@ {$HOME}'\naliases:" + aliases
    taken = [
        '/"; return 200 "x/',
        "/back\\",
        "/new\nline/",
        "/gone $uri/",
        "/gone}/",
        "/star*/",
        "/per%cent/",
        "no/slash/",
    ]
    ledger = "".join(
        json.dumps({"address": each, "kind": "takedown", "published": "2024-05-01T00:00:00Z"}) + "\n" for each in taken
    )
    changed = {"content/news/2024-01-31-visit.md": article(head, LONG), "content/ledger.jsonl": ledger}
    place = town(tmp_path, base, files={**FILES, **changed})
    place.release()
    with running(kind, tmp_path, place):
        left = 0
        for each in HOSTILE:
            reply = get(place.url, base + quote(each) + "/")
            left += reply.status == 200  # what Caddy's quotes cannot hold is left to its page
            assert reply.status == 301 or (kind == "caddy" and re.search(r"[][{}`]", each)), each
            assert (
                reply.status == 200
                or reply["location"].removeprefix(place.url.removesuffix(base)) == f"{base}news/2024/visit/"
            )
        assert left == (5 if kind == "caddy" else 0)
        assert get(place.url, f"{base}gone%20%24uri/").status == 410
        assert get(place.url, f"{base}news/2024/report/").status == 200
        assert get(place.url, base).status == 200


@pytest.mark.parametrize("root", ["relative", '/srv/"', "/srv/$uri", "/srv/{x}", "/srv/\n", "/srv/;x", "/srv/back\\"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_root_that_cannot_be_quoted_is_refused(tmp_path: Path, kind: str, root: str) -> None:
    place = town(tmp_path)
    assert command("serverconfig", kind, "--site", place.site, "--root", root).exit_code == 2


def test_the_root_is_the_targets(tmp_path: Path) -> None:
    place = town(tmp_path)
    assert f'root "{place.target}/current";' in printed("nginx", place)
    assert 'root "/srv/else where/current";' in printed("nginx", place, "--root", "/srv/else where/")
    toml = place.site / "content/site.toml"
    toml.write_text(re.sub('to = ".*"', 'to = "ssh://web@town.example:2222/srv/my%20site"', toml.read_text()))
    assert 'root * "/srv/my site/current"' in printed("caddy", place)


def test_an_https_site_as_debian_would_include_it(tmp_path: Path) -> None:
    """Nothing in it depends on this machine: the test of nginx passes before there is a certificate."""
    place = town(tmp_path, seen="https://www.ferry.example.org/town/")
    config = printed("nginx", place)
    assert "server_name www.ferry.example.org;" in config
    assert re.search(r"(?m)^    listen 80;", config)
    done = nginx(
        "-t", "-c", nginx_main(tmp_path / "nginx", config.replace("listen 80;", "listen 8080;"), with_brotli=False)
    )
    assert done.returncode == 0, done.stderr
    assert "https://www.ferry.example.org {" in printed("caddy", place)


def test_two_sites_on_one_server(tmp_path: Path) -> None:
    one, two = town(tmp_path / "one"), town(tmp_path / "two")
    one.release(), two.release()
    with nginx_running(tmp_path / "nginx", printed("nginx", one) + printed("nginx", two)):
        assert get(one.url).body == (one.live / "index.html").read_bytes()
        assert get(two.url).body == (two.live / "index.html").read_bytes()


def test_it_is_commented(tmp_path: Path) -> None:
    place = town(tmp_path)
    for kind in KINDS:
        text = printed(kind, place)
        assert text != printed(kind, place, "--include")
        assert "@" not in re.sub(r"@[a-z][a-z0-9]*\b", "", text)  # no placeholder is left; Caddy names its matchers so
        assert text.count("#") > 8
        assert text == printed(kind, place)


def test_a_site_with_errors_has_no_configuration(tmp_path: Path) -> None:
    place = town(tmp_path, files={"content/news/a.md": article("title: A\ndate: never")})
    result = command("serverconfig", "nginx", "--site", place.site)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "never" in result.stderr
