"""A file of another program that its reader cannot cope with is a Problem at that file, whatever the reader raises."""

import io
import json
import os
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from site_builder.cli.commands import main
from site_builder.foreign_readers.process import PROCESS
from tests.checking.test_files import ITEM, MOBILE, pdf, photo, saved, word, workbook, zipped
from tests.sites import PLAIN_TOML, dump_theme, themed, write

ROLL = "content/news/2024/roll"


class Panic(BaseException):
    """What a library of another language raises: no Exception."""


def encrypted(algorithm: str, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(f"Call {MOBILE}")))
    writer.encrypt(password, "owner", algorithm=algorithm)
    return saved(lambda stream: writer.write(stream) and None)


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, list[tuple[str, str, str]]]:
    """Run a command with a report; give its status and of each Problem path, severity and message."""
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments), "--lang", "en"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    said = [(each["path"], each["severity"], each["message"]) for each in problems if each["rule"] != "accessibility"]
    return int(str(ended.value.code)), said


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {"content/site.toml": PLAIN_TOML, f"{ROLL}/index.md": ITEM})


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_opens_without_a_password_is_read(
    site: Path, capsys: pytest.CaptureFixture[str], algorithm: str
) -> None:
    write(site, {f"{ROLL}/form.pdf": encrypted(algorithm, "")})
    status, said = told(capsys, "check", site, "--format", "json")
    assert (status, said) == (
        1,
        [(f"{ROLL}/form.pdf", "error", "there is personal data on page 1: Call 138****8000")],
    )


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_with_a_password_is_a_warning(
    site: Path, capsys: pytest.CaptureFixture[str], command: str, algorithm: str
) -> None:
    write(site, {f"{ROLL}/form.pdf": encrypted(algorithm, "secret")})
    status, said = told(capsys, command, site, "--format" if command == "check" else "--report", "json")
    assert status == 0
    assert [(path, severity) for path, severity, _ in said] == [(f"{ROLL}/form.pdf", "warning")]
    assert "cannot be checked for personal data" in said[0][2]


READERS = {
    "a.pdf": (pdf("Words"), "pypdf.PdfReader.__init__"),
    "a.docx": (word(), "xml.etree.ElementTree.fromstring"),
    "a.xlsx": (workbook(), "xml.etree.ElementTree.fromstring"),
    "a.zip": (zipped(a_txt=b"words"), "zipfile.ZipFile.__init__"),
    "a.jpg": (photo(place=False), "PIL.Image.open"),
    "a.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "site_builder.images.examine.sanitize_svg"),
    "a.tif": (b"II*\0", "PIL.Image.open"),
}


# Run by Python itself when the process for such files begins: its readers fail too.
IN_PROCESS = """
import sys
if "site_builder.foreign_readers.worker" in sys.orig_argv:
    from pkgutil import resolve_name
    class Panic(BaseException): pass
    def fail(*_, **__):
        raise {kind}
    for reader in {readers}:
        owner, _, name = reader.rpartition(".")
        setattr(resolve_name(owner), name, fail)
"""
IN_PROCESS_READERS = ("pypdf.PdfReader.__init__", "xml.etree.ElementTree.fromstring", "zipfile.ZipFile.__init__")


@pytest.mark.parametrize("kind", [RecursionError, MemoryError, NotImplementedError, TypeError, OSError, Panic])
def test_whatever_a_reader_raises_is_told_at_its_file(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind

    code = IN_PROCESS.format(kind=kind.__name__, readers=IN_PROCESS_READERS)
    write(site.parent / "python", {"sitecustomize.py": code})
    monkeypatch.setenv("PYTHONPATH", f"{site.parent / 'python'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    write(site, {f"{ROLL}/{name}": data for name, (data, _) in READERS.items()})
    for _, reader in READERS.values():
        monkeypatch.setattr(reader, fail)
    PROCESS.stop()
    status, said = told(capsys, "check", site, "--format", "json")
    PROCESS.stop()
    assert status == 1
    assert {path for path, _, _ in said} == {f"{ROLL}/{name}" for name in READERS}


@pytest.mark.slow
def test_a_picture_that_cannot_be_drawn_is_told_and_nothing_is_written(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError

    data = saved(lambda stream: Image.effect_noise((1200, 800), 50).save(stream, "PNG"))
    body = "![A stall](stall.png)\n![Another](other.png)\n"
    write(site, {f"{ROLL}/index.md": ITEM + body, f"{ROLL}/stall.png": data, f"{ROLL}/other.png": data + b"\0"})
    monkeypatch.setattr(Image.Image, "resize", fail)
    with themed(dump_theme(tmp_path / "theme")):
        status, said = told(capsys, "build", site, "--report", "json", "--jobs", "1")
    assert status == 1
    message = "this picture is damaged, or is no picture of this kind"
    assert said == [(f"{ROLL}/{name}.png", "error", message) for name in ("other", "stall")]
    assert not list((site / "public").rglob("*.html"))


@pytest.mark.slow
def test_migrating_brings_over_what_no_reader_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(
        tmp_path / "old",
        {
            "hugo.toml": 'title = "Old"\nbaseURL = "https://old.example.org/"\n',
            "content/news/one.md": "---\ntitle: One\ndate: 2024-01-31\n---\n[The form](/form.pdf)\n",
            "static/form.pdf": encrypted("AES-256", "secret"),
        },
    )
    with pytest.raises(SystemExit) as ended:
        main(["migrate", "hugo", str(old), "--site", str(tmp_path / "new"), "--lang", "en"])
    said = "".join(capsys.readouterr())
    assert "the program itself failed" not in said
    assert ended.value.code in {0, 1}
    assert list((tmp_path / "new/content").rglob("form.pdf"))
