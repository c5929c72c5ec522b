"""Real servers on loopback that a site can be published to, one of each kind, and what readers get there."""

import os
import secrets
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.publishing.ftps_server import USER
from tests.publishing.loopback import Sshd, end, free_port, wait_for_port
from tests.sites import tree

REGION = "eu-central-1"


class Host(ABC):
    """A host: the address to publish to, further lines of its table in site.toml, what lies there."""

    to: str
    more: str = ""

    @abstractmethod
    def served(self) -> dict[str, bytes]:
        """Give all that readers can get, as readers get it: path -> bytes."""

    @abstractmethod
    def everything(self) -> dict[str, bytes]:
        """Give all that lies there, also what readers cannot get."""

    @abstractmethod
    def plant(self, path: str, data: bytes) -> None:
        """Put a file where readers get it, as somebody does who can write there."""

    def hold(self, owner: bytes) -> None:
        """Lock it, as a publisher elsewhere does."""
        raise NotImplementedError

    def alter(self, data: bytes) -> None:
        """Change a file that is kept but not live, wherever it has these bytes."""
        raise NotImplementedError

    def get(self, path: str) -> bytes | None:
        """Give what a reader gets for a path."""
        return self.served().get(path)

    def pages(self) -> dict[str, bytes]:
        """Give what is served but for compressed copies, which not every host gets."""
        found = self.served()
        return {p: d for p, d in found.items() if not (p.endswith((".gz", ".br")) and p.rpartition(".")[0] in found)}


class FolderHost(Host):
    """A folder of this machine, written to directly, over ssh or over SFTP: readers get what `current` leads to."""

    def __init__(self, to: str, root: Path) -> None:
        self.to, self.root = to, root

    def served(self) -> dict[str, bytes]:
        found = tree(self.open_to_readers) if self.open_to_readers.exists() else {}
        return {path: data for path, data in found.items() if not path.startswith(".")}

    @property
    def open_to_readers(self) -> Path:
        return self.root / "current"

    def get(self, path: str) -> bytes | None:
        file = self.open_to_readers / path
        return file.read_bytes() if file.is_file() else None

    def everything(self) -> dict[str, bytes]:
        files = [each for each in self.root.rglob("*") if each.is_file() and not each.is_symlink()]
        return {each.relative_to(self.root).as_posix(): each.read_bytes() for each in files}

    def hold(self, owner: bytes) -> None:
        lock = (self.root / ".bulletin-www" if (self.root / ".bulletin-www").is_dir() else self.root) / ".lock"
        lock.mkdir()
        (lock / "owner").write_bytes(owner)

    def alter(self, data: bytes) -> None:
        for file in self.root.rglob("*"):
            if file.is_file() and not file.is_symlink() and file.read_bytes() == data:
                file.write_bytes(data.swapcase())

    def plant(self, path: str, data: bytes) -> None:
        (self.open_to_readers / path).unlink(missing_ok=True)
        (self.open_to_readers / path).write_bytes(data)


class FtpsHost(FolderHost):
    """A folder behind FTPS: readers get all of it."""

    def __init__(self, port: int, root: Path) -> None:
        super().__init__(f"ftps://{USER}@127.0.0.1:{port}/{root.name}/www", root)
        root.mkdir()

    @property
    def open_to_readers(self) -> Path:
        return self.root / "www"


class S3Host(Host):
    """A bucket: readers get what is below its prefix `www/` and open to anybody."""

    def __init__(self, endpoint: str) -> None:
        import boto3

        bucket = f"town-{secrets.token_hex(8)}"
        self.to, self.endpoint, self.bucket = f"s3://{bucket}/www", endpoint, bucket
        self.more = f'endpoint = "{endpoint}"\nacl = "public-read"\n'
        self.client: Any = boto3.client("s3", endpoint_url=endpoint, region_name=REGION)
        self.client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

    def list_keys(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]

    def fetch(self, key: str) -> bytes | None:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/{self.bucket}/{quote(key)}", timeout=30) as answer:
                data: bytes = answer.read()
                return data
        except urllib.error.HTTPError:
            return None

    def get(self, path: str) -> bytes | None:
        return self.fetch(f"www/{path}")

    def served(self) -> dict[str, bytes]:
        found = {key.removeprefix("www/"): self.fetch(key) for key in self.list_keys()}
        return {path: data for path, data in found.items() if data is not None}

    def everything(self) -> dict[str, bytes]:
        return {key: self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in self.list_keys()}

    def hold(self, owner: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=".bulletin/www/lock", Body=owner)

    def alter(self, data: bytes) -> None:
        for key, found in self.everything().items():
            if found == data:
                self.client.put_object(Bucket=self.bucket, Key=key, Body=data.swapcase())

    def plant(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=f"www/{path}", Body=data, ACL="public-read")


class GitHost(Host):
    """A bare repository: readers get what its branch gh-pages holds."""

    def __init__(self, to: str, root: Path) -> None:
        self.to, self.root = to, root
        subprocess.run(["git", "init", "--quiet", "--bare", root], check=True)

    def git(self, *arguments: str, data: bytes = b"") -> bytes:
        who = {f"GIT_{role}_{part}": "somebody" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        command = ["git", "--git-dir", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, input=data, env=os.environ | who).stdout

    def list_branch(self, branch: str) -> dict[str, bytes]:
        listed = [each.partition("\t") for each in self.git("ls-tree", "-rz", branch).decode().split("\0") if each]
        names = "".join(f"{head.split()[2]}\n" for head, _, _ in listed).encode()
        found, rest = {}, self.git("cat-file", "--batch", data=names)
        for _, _, path in listed:
            head, _, rest = rest.partition(b"\n")
            found[path], rest = rest[: int(head.split()[2])], rest[int(head.split()[2]) + 1 :]
        return found

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").decode().split()

    def served(self) -> dict[str, bytes]:
        found = self.list_branch("gh-pages") if "gh-pages" in self.branches() else {}
        return {path: data for path, data in found.items() if path != ".nojekyll"}

    def everything(self) -> dict[str, bytes]:
        return {
            f"{branch}/{path}": data
            for branch in self.branches()
            for commit in self.git("rev-list", branch).decode().split()
            for path, data in self.list_branch(commit).items()
        }

    def hold(self, owner: bytes) -> None:
        commit = self.git("commit-tree", self.git("mktree").decode().strip(), data=owner).decode().strip()
        self.git("update-ref", "refs/heads/bulletin/lock/gh-pages", commit)

    def plant(self, path: str, data: bytes) -> None:
        blob = self.git("hash-object", "-w", "--stdin", data=data).decode().strip()
        listed = self.git("ls-tree", "-rz", "gh-pages").decode().split("\0")
        entries = {each.partition("\t")[2]: each.partition("\t")[0].split()[2] for each in listed if each} | {
            path: blob
        }
        index = str(self.root / "planted")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GIT_INDEX_FILE", index)
            lines = "".join(f"100644 blob {name}\t{each}\0" for each, name in entries.items())
            self.git("update-index", "-z", "--index-info", data=lines.encode())
            made = self.git("write-tree").decode().strip()
        Path(index).unlink()
        message = self.git("show", "--no-patch", "--format=%B", "gh-pages")
        commit = self.git("commit-tree", made, data=message).decode().strip()
        self.git("update-ref", "refs/heads/gh-pages", commit)


@contextmanager
def reading(host: Host) -> Iterator[str]:
    """Serve what readers get of a host as a web server does; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0]).lstrip("/")
            data = host.get(path + "index.html" if not path or path.endswith("/") else path)
            self.send_response(200 if data is not None else 404)
            kind = (
                "text/html; charset=utf-8" if path.endswith(("/", ".html")) or not path else "application/octet-stream"
            )
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Run a server that speaks S3; gives its address. Credentials are in the environment, as a user has them."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=log,
            stderr=log,
        )
    try:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)


@contextmanager
def own_credentials(folder: Path) -> Iterator[None]:
    """Have a user with credentials of S3 and no settings of this machine's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_ACCESS_KEY_ID", "anna")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        patch.setenv("AWS_CONFIG_FILE", str(folder / "no-config"))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "no-credentials"))
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


def make_certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def ftps_server(folder: Path) -> Iterator[tuple[int, Path, Path]]:
    """Run an FTP server with TLS over a folder; gives its port, the folder, and the certificate that it shows."""
    (folder / "files").mkdir(parents=True)
    port, certificate = free_port(), make_certificate(folder)
    command = [sys.executable, "-W", "ignore", "-m", "tests.publishing.ftps_server"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, str(folder / "files"), str(port), str(certificate)], stdout=log, stderr=log
        )
    try:
        wait_for_port(port, process)
        yield port, folder / "files", certificate
    finally:
        end(process)


@contextmanager
def at_home(server: Sshd) -> Iterator[None]:
    """Have a home whose ~/.ssh knows a server."""
    home = server.folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh/config").write_text((server.folder / "ssh_config").read_text())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.delenv("SSH_AUTH_SOCK", raising=False)
        yield
