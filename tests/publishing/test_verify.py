"""Verify finds whatever a real server shows that was not published, and nothing else."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from site_builder.publishing.release.signing import encode_signers, read_public_key, sign
from site_builder.publishing.verify.crawl import SiteRoots, find_links
from tests.publishing.servers import AT, MODULE, MOMENT, Town, base_url, command, get, nginx_running, printed, town
from tests.publishing.test_stage import made_key

pytestmark = pytest.mark.slow
VISIT = "news/2024/visit/index.html"
PICTURE = "news/2024/report/bridge.png"


class Live(Town):
    """A town whose second release is live behind nginx; the first is kept; `keys` are in its folder."""

    @property
    def keys(self) -> Path:
        return self.target.parent

    def verdict(self, *arguments: object) -> dict[str, Any]:
        result = command("verify", *arguments, "--report", "json")
        verdict: dict[str, Any] = json.loads(result.stdout)
        assert verdict["ok"] == (verdict["judged"] and result.exit_code == 0)
        assert result.exit_code in {0, 1}
        return verdict

    def by_url(self, *arguments: object) -> dict[str, Any]:
        return self.verdict(self.url, "--signers", self.keys / "signers", *arguments)

    def by_name(self) -> dict[str, Any]:
        return self.verdict("live", "--site", self.site)

    def edit_manifest(self, change: Callable[[dict[str, Any]], None]) -> bytes:
        file = self.live / "bulletin-manifest.json"
        manifest = json.loads(file.read_bytes())
        change(manifest)
        file.write_text(json.dumps(manifest))
        return file.read_bytes()


@contextmanager
def published(folder: Path, base: str, *, with_brotli: bool, signed: bool = True, seen: str = "") -> Iterator[Live]:
    made_key(folder)
    (folder / "other").mkdir()
    made_key(folder / "other")
    (folder / "signers").write_bytes(encode_signers([read_public_key(folder / "key")]))
    place = town(folder, base, more=f'key = "{folder}/key"' if signed else "", seen=seen)
    key = folder / "key" if signed else None
    place.release(MOMENT - 86400, key)
    about = place.site / "content/about.md"
    about.write_text(about.read_text().replace("A first paragraph", "Another paragraph"))
    place.release(MOMENT, key)
    config = printed("nginx", place)
    if seen:
        port = place.url.split(":")[2].split("/")[0]
        config = config.replace("listen 80;", f"listen 127.0.0.1:{port};")
        toml = place.site / "content/site.toml"
        toml.write_text(toml.read_text() + f'url = "{place.url}"\n')
    with nginx_running(folder / "nginx", config, with_brotli=with_brotli):
        yield Live(*place)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with published(tmp_path_factory.mktemp("live"), "/town/", with_brotli=MODULE.exists()) as live:
        yield live


@pytest.fixture
def live(running: Live) -> Iterator[Live]:
    """Give the live site, and put back afterwards what the test did to it."""
    kept = running.target.parent / "kept"
    shutil.copytree(running.target / "releases", kept)
    which = running.live.readlink().name
    yield running
    shutil.rmtree(running.target / "releases")
    kept.rename(running.target / "releases")
    running.switch(which)


def places(verdict: dict[str, Any], severity: str = "error") -> list[tuple[str, str]]:
    return [(p["rule"], p["path"]) for p in verdict["problems"] if p["severity"] == severity]


@pytest.mark.parametrize(
    "with_brotli", [False, pytest.param(True, marks=pytest.mark.skipif(not MODULE.exists(), reason="no module"))]
)
@pytest.mark.parametrize(
    ("base", "seen"), [("/", ""), ("/town/", ""), ("/mirror/", "https://ferry.example.org/mirror/")]
)
def test_nothing_is_reported_on_an_untouched_site(tmp_path: Path, base: str, seen: str, with_brotli: bool) -> None:  # noqa: FBT001
    with published(tmp_path, base, with_brotli=with_brotli, seen=seen) as live:
        for verdict in (live.by_url(), live.by_name()):
            assert verdict["problems"] == []
            assert verdict["signature"] == "good"
            assert (
                verdict["files"] == len(json.loads((live.live / "bulletin-manifest.json").read_bytes())["files"]) > 40
            )
            assert verdict["requests"] > 2 * verdict["files"]  # in every encoding
        text = command("verify", live.url, "--lang", "en").stdout
        assert "made elsewhere, cannot be judged" in text  # without a key, and without the site's folder
        text = command("verify", live.url, "--signers", live.keys / "signers", "--lang", "en").stdout
        assert text.count("\n") == 1
        assert "files as published at 2024-06-15T00:00:00Z" in text


def test_a_site_seen_elsewhere_than_it_believes(tmp_path: Path) -> None:
    """The manifest's base_url has another path than that under which the release is seen."""
    with published(tmp_path, "/", with_brotli=False) as live:
        assert base_url(live.site) == live.url
    place = tmp_path / "two"
    place.mkdir()
    with published(place, "/", with_brotli=False, seen="https://ferry.example.org/deep/er/") as live:
        found = live.by_url("--site", live.site)
        # nginx serves it below /deep/er/, and nothing at the root: the root given is what counts.
        assert places(found) == [("missing", "/bulletin-manifest.json")]
        url = live.url + "deep/er/"
        assert live.verdict(url, "--signers", live.keys / "signers")["problems"] == []


@pytest.mark.parametrize("path", [VISIT, PICTURE, "404.html", "feed.xml", "assets/", "zh/news/2024/visit/index.html"])
def test_one_flipped_byte(live: Live, path: str) -> None:
    if path.endswith("/"):
        path = next((live.live / path).glob("*.css")).relative_to(live.live).as_posix()
    file = live.live / path
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    address = "/" + path.removesuffix("index.html")
    for verdict in (live.by_url(), live.by_name()):
        assert places(verdict) == [("tampered", address)]
        assert verdict["tampered"] == [address]


@pytest.mark.parametrize(
    "suffix", [".gz", pytest.param(".br", marks=pytest.mark.skipif(not MODULE.exists(), reason="no module"))]
)
def test_a_twin_that_holds_something_else(live: Live, suffix: str) -> None:
    """Browsers get the twin, whoever asks for the plain file sees nothing."""
    plain = (live.live / VISIT).read_bytes()
    live.change(VISIT, b"paragraph", b"PARAGRAPH", twins=True)
    (live.live / VISIT).write_bytes(plain)
    other = {".gz": ".br", ".br": ".gz"}[suffix]
    (live.live / f"{VISIT}{other}").unlink()
    assert places(live.by_url()) == [("tampered", "/news/2024/visit/")]


def test_a_broken_twin(live: Live) -> None:
    (live.live / f"{VISIT}.gz").write_bytes(b"\x1f\x8bnonsense")
    assert places(live.by_url()) == [("tampered", "/news/2024/visit/")]


def test_a_deleted_page(live: Live) -> None:
    for suffix in ("", ".gz", ".br"):
        (live.live / f"{VISIT}{suffix}").unlink()
    verdict = live.by_url()
    assert places(verdict) == [("missing", "/news/2024/visit/")]
    assert verdict["missing"] == ["/news/2024/visit/"]


def test_an_added_page_that_a_page_leads_to(live: Live) -> None:
    for name in ("evil", "worse"):
        (live.live / name).mkdir()
    (live.live / "evil/index.html").write_text('<a href="../worse/?x=1#y">on</a>')
    (live.live / "worse/index.html").write_text("worse")
    live.change("index.html", b"<main", b"<a href=/town/evil/>x</a><main", twins=True)
    assert places(live.by_url()) == [("tampered", "/"), ("extra", "/evil/"), ("extra", "/worse/")]


def test_an_added_page_that_the_sitemap_leads_to(live: Live) -> None:
    (live.live / "evil.html").write_text("evil")
    url = f"<url><loc>{live.url}evil.html</loc></url></urlset>".encode()
    live.change("sitemap-pages.xml", b"</urlset>", url, twins=True)
    assert places(live.by_url()) == [("extra", "/evil.html"), ("tampered", "/sitemap-pages.xml")]


def test_an_added_page_that_nothing_leads_to(live: Live) -> None:
    """Only where the target is at hand: no one can guess an address."""
    (live.live / "evil.html").write_text("evil")
    assert places(live.by_name()) == [("extra", "/evil.html")]
    assert places(live.by_url("--site", live.site)) == [("extra", "/evil.html")]
    assert places(live.by_url()) == []


def test_a_swapped_signature(live: Live) -> None:
    manifest = (live.live / "bulletin-manifest.json").read_bytes()
    file = live.live / "bulletin-manifest.json.sig"
    file.write_bytes(sign(manifest, live.keys / "other/key"))
    for verdict in (live.by_url(), live.by_name(), live.verdict(live.url, "--site", live.site)):
        assert places(verdict) == [("signature", "/bulletin-manifest.json.sig")]
        assert verdict["signature"] == "wrong"
    first = min(each for each in (live.target / "releases").iterdir())
    shutil.copy(first / "bulletin-manifest.json.sig", file)
    assert places(live.by_url()) == [("signature", "/bulletin-manifest.json.sig")]
    file.unlink()
    verdict = live.by_url()
    assert places(verdict) == [("signature", "/bulletin-manifest.json.sig")]
    assert verdict["signature"] == "missing"


def test_an_old_release_put_back(live: Live) -> None:
    """It is whole and signed: only who knows of a later one can tell."""
    releases = sorted(each.name for each in (live.target / "releases").iterdir())
    live.switch(releases[0])
    for verdict in (live.verdict(live.url, "--site", live.site), live.by_name()):
        assert ("old", "/bulletin-manifest.json") in places(verdict)
        assert verdict["signature"] == "good"
    assert places(live.by_url()) == []


def test_an_old_release_put_back_where_later_ones_are_gone(live: Live) -> None:
    assert live.by_name()["problems"] == []
    releases = sorted((live.target / "releases").iterdir())
    live.switch(releases[0].name)
    shutil.rmtree(releases[1])
    assert ("old", "/bulletin-manifest.json") in places(live.verdict(live.url, "--site", live.site))


def test_a_manifest_edited_to_match(live: Live) -> None:
    live.change(VISIT, b"paragraph", b"paragraf", twins=True)
    data = (live.live / VISIT).read_bytes()

    def match(manifest: dict[str, Any]) -> None:
        from hashlib import sha256

        manifest["files"][VISIT] = {"sha256": sha256(data).hexdigest(), "size": len(data)}

    live.edit_manifest(match)
    assert places(live.by_url()) == [("signature", "/bulletin-manifest.json.sig")]
    assert places(live.by_name()) == [
        ("manifest", "/bulletin-manifest.json"),
        ("signature", "/bulletin-manifest.json.sig"),
        ("tampered", "/news/2024/visit/"),
    ]


def test_a_manifest_edited_to_match_without_a_key(tmp_path: Path) -> None:
    with published(tmp_path, "/", with_brotli=False, signed=False) as live:
        assert live.by_name()["signature"] == "none"
        live.change(VISIT, b"paragraph", b"paragraf", twins=True)
        data = (live.live / VISIT).read_bytes()

        def match(manifest: dict[str, Any]) -> None:
            from hashlib import sha256

            manifest["files"][VISIT] = {"sha256": sha256(data).hexdigest(), "size": len(data)}

        live.edit_manifest(match)
        assert ("tampered", "/news/2024/visit/") in places(live.by_name())
        assert places(live.verdict(live.url, "--site", live.site)) == [("manifest", "/bulletin-manifest.json")]
        assert places(live.verdict(live.url)) == []  # who knows neither key nor site cannot tell

        def forget(manifest: dict[str, Any]) -> None:
            del manifest["files"][VISIT]
            manifest["files"]["evil.html"] = manifest["files"]["index.html"]

        live.edit_manifest(forget)
        found = places(live.by_name())
        assert ("missing", "/news/2024/visit/") in found
        assert ("extra", "/evil.html") in found


def test_a_release_of_another_publisher_is_no_tampering(live: Live) -> None:
    """Two machines publish: the other one's release is newer, and its signature is good."""
    manifest = live.edit_manifest(lambda m: m.update(released="2024-06-16T00:00:00Z", previous="0" * 64))
    (live.live / "bulletin-manifest.json.sig").write_bytes(sign(manifest, live.keys / "key"))
    verdict = live.by_name()
    assert places(verdict) == []
    assert places(verdict, "warning") == [("chain", "/bulletin-manifest.json")]


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{}", b'{"version": 1, "files": {"../../etc/passwd": {"sha256": "00", "size": 1}}}', b"\xff" * 99],
)
def test_a_manifest_that_is_none(live: Live, manifest: bytes) -> None:
    (live.live / "bulletin-manifest.json").write_bytes(manifest)
    assert ("manifest", "/bulletin-manifest.json") in places(live.by_url())
    (live.live / "bulletin-manifest.json").unlink()
    assert ("missing", "/bulletin-manifest.json") in places(live.by_url())


class Odd(ThreadingHTTPServer):
    """A badly set up server of a folder; what it does is in the address: /MODE/path."""

    daemon_threads = True
    folder: Path
    connections = 0
    refused: set[str]

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Odd

    def do_GET(self) -> None:
        _, mode, path = unquote(self.path).split("/", 2)
        file = self.server.folder / (f"{path}index.html" if path.endswith("/") or not path else path)
        if mode == "busy" and path not in self.server.refused:
            self.server.refused.add(path)
            self.answer(503, b"", {"Retry-After": "0"})
        elif mode == "away" and path.endswith("visit/"):
            self.answer(302, b"", {"Location": "http://127.0.0.1:9/phish/"})
        elif mode == "moved":
            self.answer(301, b"", {"Location": quote(f"/plain/{path}")})
        elif mode == "loop":
            self.answer(301, b"", {"Location": quote(f"/loop/{path}")})
        elif not file.is_file():
            self.answer(200 if mode == "soft" else 404, b"nothing here", {})
        elif mode == "gzip":
            packed = Path(f"{file}.gz")
            encoded = {"Content-Encoding": "gzip"} if packed.is_file() else {}
            self.answer(200, (packed if encoded else file).read_bytes(), encoded)
        else:
            self.answer(
                200, file.read_bytes(), {"Cache-Control": "max-age=600", "Age": "7"} if mode == "cached" else {}
            )

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""


@pytest.fixture
def odd(running: Live) -> Iterator[Odd]:
    server = Odd(("127.0.0.1", 0), Handler)
    server.folder, server.refused = running.live, set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def seen(odd: Odd, mode: str) -> dict[str, Any]:
    result = command("verify", f"http://127.0.0.1:{odd.server_port}/{mode}/", "--report", "json")
    verdict: dict[str, Any] = json.loads(result.stdout)
    return verdict


def rules(verdict: dict[str, Any], severity: str) -> set[str]:
    return {rule for rule, _ in places(verdict, severity)} - {"unjudged"}


@pytest.mark.parametrize(
    ("mode", "warnings"),
    [
        ("plain", {"type", "header", "cache"}),
        ("gzip", {"type", "header", "cache"}),
        ("busy", {"type", "header", "cache"}),
        ("cached", {"type", "header", "cache"}),
        ("moved", {"type", "header", "cache", "redirect"}),
        ("soft", {"type", "header", "cache", "soft-404"}),
    ],
)
def test_a_badly_set_up_server_is_only_warned_of(odd: Odd, mode: str, warnings: set[str]) -> None:
    verdict = seen(odd, mode)
    assert rules(verdict, "error") == set()
    assert rules(verdict, "warning") == warnings
    assert len(verdict["problems"]) < 20  # each kind once, not for each page
    assert odd.connections <= 6


def test_a_redirect_to_elsewhere(odd: Odd) -> None:
    found = places(seen(odd, "away"))
    assert ("tampered", "/news/2024/visit/") in found or ("missing", "/news/2024/visit/") in found
    assert {address for _, address in found} == {"/news/2024/visit/", "/zh/news/2024/visit/", "/old/visit/"}


def test_a_server_that_leads_in_circles(odd: Odd) -> None:
    assert ("missing", "/bulletin-manifest.json") in places(seen(odd, "loop"))


def test_a_former_address_that_leads_elsewhere(tmp_path: Path) -> None:
    with published(tmp_path, "/", with_brotli=False) as live:
        assert get(live.url, "/old/visit/").status == 301
    place = tmp_path / "two"
    place.mkdir()
    live_town = town(place)
    live_town.release()
    config = printed("nginx", live_town)
    line = 'location = "/old/visit/" { return 301 "/news/2024/visit/"; }'
    assert line in config
    config = config.replace(line, line.replace("/news/2024/visit/", "/about/"))
    with nginx_running(place / "nginx", config):
        assert places(Live(*live_town).verdict(live_town.url)) == [("tampered", "/old/visit/")]


def test_wrong_usage_and_what_cannot_be_reached(tmp_path: Path) -> None:
    nowhere = town(tmp_path)
    for arguments in (["ftp://x.example/"], ["http://"], ["nix", "--site", nowhere.site], ["--site", tmp_path]):
        assert command("verify", *arguments).exit_code == 2
    assert command("verify", nowhere.url).exit_code == 3
    assert command("verify", "live", "--site", nowhere.site).exit_code == 2  # nothing was built


def test_links_are_found_however_they_are_written() -> None:
    roots = SiteRoots("http://127.0.0.1:8000/x/", "https://ferry.example.org/town/")
    page = """<a href="/town/a/">1</a><A HREF='b/?q#f'>2</A><img src=/x/c.png srcset="d.png 1x, /town/e.png 2x">
    <a href="https://ferry.example.org/town/f/">3</a><a href="https://elsewhere.example/g/">4</a>
    <a href="mailto:h">5</a>
    <meta http-equiv="refresh" content="0; url=/town/i/"><a href="/other/j/">6</a><a href="%E6%B8%A1">7</a><a href="http://[">"""
    found = find_links(page.encode(), "news/index.html", roots)
    assert found == {"a/", "news/b/", "c.png", "news/d.png", "e.png", "f/", "i/", "news/渡"}
    sitemap = b"<urlset><url><loc>https://ferry.example.org/town/k/</loc></url></urlset>"
    assert find_links(sitemap, "sitemap.xml", roots) == {"k/"}


def test_what_publish_and_rollback_make_is_as_published(tmp_path: Path) -> None:
    """Without a key: what is live was made here, though after a rollback it is not the local build."""
    place = town(tmp_path)
    (place.site / "content/ledger.jsonl").unlink()
    about = place.site / "content/about.md"

    def ours(*arguments: str) -> None:
        assert command(*arguments, "--site", place.site, "--at", AT).exit_code == 0

    ours("publish")
    about.write_text(about.read_text("utf-8") + "\nMore.\n", "utf-8")
    ours("publish")
    with nginx_running(tmp_path / "nginx", printed("nginx", place)):
        live = Live(*place)
        assert live.by_name()["problems"] == live.verdict(live.url, "--site", live.site)["problems"] == []
        ours("rollback")
        verdict = live.by_name()
        assert places(verdict) == []
        assert places(verdict, "warning") == [("build", "/bulletin-manifest.json")]
        assert live.verdict(live.url, "--site", live.site)["problems"] == []
        older = sorted(each.name for each in (live.target / "releases").iterdir())[1]
        live.switch(older)
        assert ("old", "/bulletin-manifest.json") in places(live.by_name())
