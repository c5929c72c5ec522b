"""A release is the output and nothing else, the same bytes each time, and stock tools can check it."""

import gzip
import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from site_builder.problem import CommandError
from site_builder.publishing.release import compress
from site_builder.publishing.release.compress import EncodingError, decompress
from site_builder.publishing.release.manifest import read_manifest
from site_builder.publishing.release.signing import encode_signers, read_public_key, verify_signature
from site_builder.publishing.release.stage import StagedRelease, stage
from tests.sites import write

TEXT = "A paragraph of the report. " * 40
INDEX = f"<p>{TEXT}"
OUTPUT: dict[str, str | bytes] = {
    "index.html": INDEX,
    "news/2024/visit/index.html": f"<p>{TEXT * 2}",
    "news/2024/visit/noise.txt": "short",
    'odd "name" 报告.pdf': b"%PDF" + bytes(range(256)) * 4,
    "assets/style.0123456789.css": "body { color: black }\n" * 30,
    "404.html": "none",
    ".bulletin-output": "mark",
    "news/.index.html.bulletin-unfinished": "half",
}
PUBLIC = sorted(path for path in OUTPUT if "/." not in f"/{path}")


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_key(tmp_path_factory.mktemp("key"))


def made_key(folder: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "town", "-f", folder / "key"], check=True)
    return folder / "key"


def staged(folder: Path, key: Path | None = None, previous: bytes | None = None, page: str = INDEX) -> StagedRelease:
    output = write(folder / "public", {**OUTPUT, "index.html": page})
    return stage(
        output,
        folder / ".bulletin/stage/live",
        base_url="https://ferry.example.org/town/",
        moment=1772703000,
        previous=previous,
        ledger=b'{"address": "/"}\n',
        key=key,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, key: Path) -> None:
    one, two = staged(tmp_path / "one", key), staged(tmp_path / "elsewhere/two", key)
    assert tree(one.folder) == tree(two.folder)
    assert (one.files, one.manifest, one.id) == (two.files, two.manifest, two.id)
    assert staged(tmp_path / "one", key).manifest == one.manifest  # again, in the same place
    assert tree(one.folder) == tree(two.folder)


def test_the_files_are_those_a_reader_can_fetch(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/link.html").symlink_to("/etc/passwd")
    release = staged(tmp_path)
    manifest = json.loads(release.manifest)
    assert sorted(manifest["files"]) == PUBLIC
    twins = [each.path for each in release.files if each.path not in PUBLIC]
    assert twins == sorted(
        path + suffix
        for path in ("index.html", "news/2024/visit/index.html", "assets/style.0123456789.css")
        for suffix in (".gz", ".br")
    )
    hidden = {"bulletin-manifest.json", ".bulletin/ledger.jsonl"}
    assert set(tree(release.folder)) == {each.path for each in release.files} | hidden
    assert [each.path for each in release.files] == sorted(each.path for each in release.files)
    for each in release.files:
        data = (release.folder / each.path).read_bytes()
        assert (each.sha256, each.size) == (sha256(data).hexdigest(), len(data))


def test_twins_hold_what_their_file_holds(tmp_path: Path) -> None:
    release = staged(tmp_path)
    for path, unpack in [("index.html.gz", gzip.decompress), ("index.html.br", brotli.decompress)]:
        packed = (release.folder / path).read_bytes()
        assert unpack(packed) == OUTPUT["index.html"].encode()  # type: ignore[union-attr]  # this one is text
        assert len(packed) < len(OUTPUT["index.html"])
    assert (release.folder / "index.html.gz").read_bytes()[4:8] == bytes(4)


def test_the_manifest_is_as_agreed(tmp_path: Path) -> None:
    first = staged(tmp_path)
    data = json.loads(first.manifest)
    assert first.manifest == (first.folder / "bulletin-manifest.json").read_bytes()
    assert first.manifest.endswith(b"}\n")
    assert list(data) == sorted(data) == ["base_url", "files", "previous", "released", "version"]
    assert list(data["files"]) == sorted(data["files"])
    assert (data["version"], data["previous"], data["released"]) == (1, None, "2026-03-05T09:30:00Z")
    assert data["files"]["404.html"] == {"sha256": sha256(b"none").hexdigest(), "size": 4}
    assert first.id == "20260305T093000Z-" + sha256(first.manifest).hexdigest()[:8]
    second = staged(tmp_path, previous=first.manifest)
    assert json.loads(second.manifest)["previous"] == sha256(first.manifest).hexdigest()


def test_only_what_changed_is_compressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staged(tmp_path)
    cache = tmp_path / ".bulletin/cache/compressed"
    before = {each.name for each in cache.rglob("*") if each.is_file()}
    made: list[Path] = []
    make = compress.compress_file

    def noted(task: tuple[Path, Path, str]) -> None:
        made.append(task[1])
        make(task)

    monkeypatch.setattr(compress, "compress_file", noted)
    staged(tmp_path, page=f"<p>{TEXT}!")
    assert len(made) == 2
    after = {each.name for each in cache.rglob("*") if each.is_file()}
    assert len(after) == len(before)  # what no page has any more is gone
    assert len(after - before) == 2


def test_the_release_does_not_change_with_the_output(tmp_path: Path) -> None:
    release = staged(tmp_path)
    beside = tmp_path / "public/.new"
    beside.write_text("another")
    beside.replace(tmp_path / "public/index.html")  # as a build does
    assert (release.folder / "index.html").read_text() == OUTPUT["index.html"]


def test_stock_tools_check_it(tmp_path: Path, key: Path) -> None:
    """The commands of docs/serving.md."""
    release = staged(tmp_path, key)
    (tmp_path / "signers").write_bytes(encode_signers([read_public_key(key)]))
    commands = re.findall(r"(?s)```sh check\n(.*?)```", Path("docs/serving.md").read_text("utf-8"))
    assert len(commands) == 1
    shutil.copy(tmp_path / "signers", release.folder)
    done = subprocess.run(
        ["sh", "-e"], input=commands[0], cwd=release.folder, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Good" in done.stdout
    assert done.stdout.count(": OK") == len(PUBLIC) - 1  # not the name with quotation marks
    (release.folder / "index.html").unlink()
    (release.folder / "index.html").write_text("tampered")
    done = subprocess.run(
        ["sh", "-e"], input=commands[0], cwd=release.folder, text=True, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert "index.html: FAILED" in done.stdout


@pytest.mark.slow
def test_signatures(tmp_path: Path, key: Path) -> None:
    release = staged(tmp_path, key)
    signature = (release.folder / "bulletin-manifest.json.sig").read_bytes()
    ours, theirs = encode_signers([read_public_key(key)]), encode_signers([read_public_key(made_key(tmp_path))])
    assert verify_signature(release.manifest, signature, ours) == "good"
    assert verify_signature(release.manifest, signature, theirs + ours) == "good"
    assert verify_signature(release.manifest + b" ", signature, ours) == "wrong"
    assert verify_signature(release.manifest, signature, theirs) == "wrong"
    assert verify_signature(release.manifest, b"nonsense", ours) == "wrong"
    assert verify_signature(release.manifest, None, ours) == "missing"
    key_alone = tmp_path / "alone"
    shutil.copy(key, key_alone)
    assert encode_signers([read_public_key(key_alone)]) == ours


def test_a_signature_for_something_else_does_not_count(tmp_path: Path, key: Path) -> None:
    data = tmp_path / "data"
    data.write_bytes(b"{}")
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "file", data], check=True, capture_output=True)
    assert (
        verify_signature(b"{}", (tmp_path / "data.sig").read_bytes(), encode_signers([read_public_key(key)])) == "wrong"
    )


def test_what_cannot_be_signed_is_said_in_a_sentence(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").write_text("no key\n")
    (tmp_path / "broken").chmod(0o600)
    for wrong in (tmp_path / "none", tmp_path / "broken"):
        with pytest.raises(CommandError) as caught:
            staged(tmp_path, wrong)
        assert caught.value.status == 3
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="ssh-keygen is not installed") as caught:
        staged(tmp_path, key)
    assert caught.value.status == 3


def test_nothing_is_not_a_release(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        stage(
            tmp_path / "public",
            tmp_path / "stage",
            base_url="https://x.example/",
            moment=0,
            previous=None,
            ledger=b"",
            key=None,
        )
    assert caught.value.status == 3


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"[]",
        b'{"version": 2, "base_url": "", "released": "2026-03-05T09:30:00Z", "previous": null, "files": {}}',
        b'{"version": 1, "base_url": "", "released": "yesterday", "previous": null, "files": {}}',
        *(
            json.dumps(
                {
                    "version": 1,
                    "base_url": "https://x.example/",
                    "released": "2026-03-05T09:30:00Z",
                    "previous": None,
                    "files": {path: {"sha256": "0" * 64, "size": 1}},
                }
            ).encode()
            for path in ("../index.html", "/index.html", "a//b", ".bulletin/x", "a\nb", "a\\b", "")
        ),
    ],
)
def test_what_is_no_manifest(wrong: bytes) -> None:
    assert read_manifest(wrong) is None


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_bomb_does_not_go_off(encoding: str) -> None:
    big = bytes(50 << 20)
    packed = gzip.compress(big) if encoding == "gzip" else brotli.compress(big, quality=5)
    with pytest.raises(EncodingError):
        decompress(packed, encoding, 1000)
    with pytest.raises(EncodingError):
        decompress(b"nonsense", encoding, 1000)
    assert decompress(packed, encoding, len(big)) == big
