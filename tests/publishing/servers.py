"""Real nginx and Caddy on loopback with what `serverconfig` prints, and a small site that is released by hand."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import brotli
import click
from click.testing import CliRunner, Result

from site_builder.cli.commands import Invocation, bulletin
from site_builder.problem import CommandError
from site_builder.publishing.deployment import PublishRequest, find_destination, ignore_progress, open_deployment
from site_builder.publishing.release.stage import StagedRelease, stage
from tests.sites import article, picture, run, write

AT = "2024-06-15"
MOMENT = 1718409600
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PATH = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"])
TOML = """\
title = {{en = "Ferry Bulletin", zh = "渡口公告"}}
base_url = "{base_url}"
time_zone = "Asia/Shanghai"
[languages.en]
[languages.zh]
path = "zh"
tag = "zh-CN"
[publish.live]
to = "file://{target}"
{more}
"""
LONG = "A paragraph of the report, as long as such paragraphs are. " * 12
FILES: dict[str, str | bytes] = {
    "content/news/2024-01-31-visit.md": article("title: Visit\naliases:\n  - /old/visit/\n  - /旧 页/a'b;c.html", LONG),
    "content/news/2024-01-31-visit.zh.md": article("title: 走访", "走访了三户人家。" * 60),
    "content/news/2024-03-01-report/index.md": article("title: Report", LONG),
    "content/news/2024-03-01-report/figures.csv": "year,number\n" + "2024,1\n" * 60,
    "content/news/2024-03-01-report/bridge.png": picture(7),
    "content/notices/2024-02-01-closed.md": article("title: Closed\nexpires: 2024-03-01", LONG),
    "content/notices/2024-06-20-coming.md": article("title: Coming", LONG),
    "content/notices/2024-06-21-draft.md": article("title: Draft\ndraft: true\nexpires: 2024-01-01"),
    "content/about.md": article("title: About"),
    "content/ledger.jsonl": "".join(
        json.dumps({"address": address, "kind": kind, "published": "2024-05-01T00:00:00Z", "reason": "x"}) + "\n"
        for address, kind in [
            ("/news/2024/leaked/", "takedown"),
            ("/news/2024/report/names.csv", "takedown"),
            ("/zh/news/2024/moved/", "removed"),
        ]
    ),
}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


class Town(NamedTuple):
    """A site, its target's folder, where it is seen."""

    site: Path
    target: Path
    url: str

    @property
    def live(self) -> Path:
        return self.target / "current"

    def release(self, moment: int = MOMENT, key: Path | None = None) -> StagedRelease:
        """Build and stage by hand, and put the release in place as publish does."""
        run(self.site, at=AT)
        current = self.live / "bulletin-manifest.json"
        staged = stage(
            self.site / "public",
            self.site / ".bulletin/stage/live",
            base_url=base_url(self.site),
            moment=moment,
            previous=current.read_bytes() if current.exists() else None,
            ledger=b"",
            key=key,
        )
        there = find_destination(self.site, "live")
        with open_deployment(PublishRequest(site=self.site, now=moment), there) as seen:
            seen.deploy(staged, None, ignore_progress)
        return staged

    def switch(self, id_: str) -> None:
        beside = self.target / ".new"
        beside.symlink_to(f"releases/{id_}")
        beside.replace(self.live)

    def change(self, path: str, old: bytes, new: bytes, *, twins: bool = False) -> None:
        """Change bytes of a live file; its twins too where they should be good again."""
        file = self.live / path
        data = file.read_bytes()
        assert old in data
        file.write_bytes(data.replace(old, new, 1))
        if twins:
            self.twin(path)

    def twin(self, path: str) -> None:
        data = (self.live / path).read_bytes()
        packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        (self.live / f"{path}.gz").write_bytes(packer.compress(data) + packer.flush())
        (self.live / f"{path}.br").write_bytes(brotli.compress(data))


def base_url(site: Path) -> str:
    return next(
        line.split('"')[1]
        for line in (site / "content/site.toml").read_text("utf-8").splitlines()
        if line.startswith("base_url")
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def town(
    folder: Path, base: str = "/", *, files: Mapping[str, str | bytes] = FILES, more: str = "", seen: str = ""
) -> Town:
    """Write a site whose base_url is a free port of this machine, or elsewhere and only `seen` here."""
    url = f"http://127.0.0.1:{free_port()}{base}"
    target = folder / "srv"
    (target / "releases").mkdir(parents=True)
    toml = TOML.format(base_url=seen or url, target=target, more=more)
    site = write(folder / "site", {"content/site.toml": toml, **files})
    return Town(site, target, url)


def command(*arguments: object) -> Result:
    """Run a command of ours; its exit status is that which the program would have."""
    written = [str(each) for each in arguments]
    result = CliRunner().invoke(bulletin, written, standalone_mode=False, obj=Invocation(written))
    if isinstance(result.exception, CommandError):
        result.exit_code = result.exception.status
    elif isinstance(result.exception, click.UsageError):
        result.exit_code = 2
    elif result.exception:
        raise result.exception
    else:
        result.exit_code = int(result.return_value or 0)
    return result


def get(url: str, address: str = "/", *, method: str = "GET", **headers: str) -> Reply:
    """Ask a server once, without following or decoding anything; `address` is sent as it is."""
    host = url.split("/")[2]
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    reply = Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    connection.close()
    return reply


def printed(kind: str, town: Town, *more: object) -> str:
    """Print a server's configuration."""
    result = command("serverconfig", kind, "--site", town.site, "--at", AT, *more)
    assert result.exit_code == 0, result.output
    return result.stdout


def nginx_main(folder: Path, config: str, *, with_brotli: bool) -> Path:
    """Write the main configuration around a server's: everything it writes goes into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if with_brotli:
        config = config.replace("# brotli_static on;", "brotli_static on;")
    (folder / "site.conf").write_text(config, "utf-8")
    temporary = "".join(
        f"    {each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = (
        (f"load_module {MODULE};\n" if with_brotli else "")
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"pid {folder}/pid;\nerror_log {folder}/error.log;\nworker_processes 2;\nevents {{ }}\n"
        + f"http {{\n    access_log off;\n{temporary}    include {folder}/site.conf;\n}}\n"
    )
    (folder / "nginx.conf").write_text(main, "utf-8")
    return folder / "nginx.conf"


def nginx(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the system's nginx."""
    program = shutil.which("nginx", path=PATH)
    assert program, "nginx is missing; `make test` installs it, or says how"
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


@contextmanager
def nginx_running(folder: Path, config: str, *, with_brotli: bool = False) -> Iterator[None]:
    """Run nginx; it listens once the command that starts it is back."""
    main = nginx_main(folder, config, with_brotli=with_brotli)
    tested = nginx("-t", "-c", main, "-e", folder / "error.log")
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr
    started = nginx("-c", main, "-e", folder / "error.log")
    assert started.returncode == 0, started.stderr
    try:
        yield
    finally:
        os.kill(int((folder / "pid").read_text()), signal.SIGTERM)


@contextmanager
def caddy_running(folder: Path, config: str) -> Iterator[None]:
    """Run Caddy; it listens once the command that starts it is back."""
    program = shutil.which("caddy", path=PATH)
    assert program
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n}\n" + config, "utf-8")
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    options: list[str | Path] = ["--config", file, "--adapter", "caddyfile"]
    steps: dict[str, list[str | Path]] = {"validate": [], "start": ["--pidfile", folder / "pid"]}
    for what, more in steps.items():
        arguments = [program, what, *options, *more]
        with (folder / f"{what}.log").open("wb") as log:
            done = subprocess.run(arguments, env=environment, stdout=log, stderr=log, check=False)
        assert done.returncode == 0, (folder / f"{what}.log").read_text()
    try:
        yield
    finally:
        os.kill(int((folder / "pid").read_text()), signal.SIGTERM)


APACHE_MODULES = ("mpm_event", "authz_core", "dir", "mime", "alias", "env", "headers", "rewrite")
APACHE_MAIN = """\
ServerRoot "/etc/apache2"
DefaultRuntimeDir "{folder}"
PidFile "{folder}/pid"
ErrorLog "{folder}/error.log"
ServerName localhost
{modules}
TypesConfig /etc/mime.types
Listen 127.0.0.1:{port}
Include "{folder}/site.conf"
"""


def apache(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the system's Apache with the main configuration of a folder."""
    program = shutil.which("apache2", path=PATH) or shutil.which("httpd", path=PATH)
    assert program, "Apache is missing; `make test` installs it, or says how"
    command: list[str | Path] = [program, "-f", folder / "apache.conf", *arguments]
    if os.geteuid() == 0:  # Apache serves nothing as root, and nobody else may look into the folders of tests
        ids = ["--reuid", "www-data", "--regid", "www-data", "--clear-groups"]
        command = ["setpriv", *ids, "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def apache_running(folder: Path, config: str, *, port: int) -> Iterator[None]:
    """Run Apache with few modules beside what is said to be needed; it listens once it is back from the start."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(config, "utf-8")
    loaded = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in APACHE_MODULES)
    main = APACHE_MAIN.format(folder=folder, modules=loaded, port=port)
    (folder / "apache.conf").write_text(main, "utf-8")
    tested = apache(folder, "-t")
    assert tested.returncode == 0, tested.stderr
    started = apache(folder, "-k", "start")
    assert started.returncode == 0, started.stderr + (folder / "error.log").read_text()
    try:
        yield
    finally:
        os.kill(int((folder / "pid").read_text()), signal.SIGTERM)


@contextmanager
def server_running(kind: str, folder: Path, config: str, url: str) -> Iterator[None]:
    """Run a kind of server for the site that is seen at an address."""
    if kind == "apache":
        running = apache_running(folder, config, port=urlsplit(url).port or 80)
    else:
        running = (nginx_running if kind == "nginx" else caddy_running)(folder, config)
    with running:
        yield
