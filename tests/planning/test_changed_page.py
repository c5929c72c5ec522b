"""What was put right in a plain page, who checked it, and that it was withdrawn, stands on it."""

from pathlib import Path

from tests.publishing.servers import command
from tests.sites import SITE_TOML, article, write

CHECKED = "reviewers: [{name: Ann, date: 2024-06-17}]\ncorrections: [{date: 2024-06-18, note: The hours were wrong}]\n"


def build(tmp_path: Path, fields: str) -> Path:
    files = {"site.toml": SITE_TOML, "about.md": article(f"title: About\n{fields}", "Open on Zapday.")}
    write(tmp_path / "content", files)
    assert command("build", tmp_path, "--at", "2024-07-01").exit_code == 0
    return tmp_path / "public"


def test_a_plain_page_says_what_was_put_right_and_who_checked_it(tmp_path: Path) -> None:
    page = (build(tmp_path, CHECKED) / "about/index.html").read_text("utf-8")
    assert "The hours were wrong" in page
    assert "Ann" in page
    assert "Zapday" in page


def test_a_withdrawn_plain_page_says_so_and_nothing_else_of_what_it_said(tmp_path: Path) -> None:
    public = build(tmp_path, f"{CHECKED}withdrawn: {{date: 2024-06-20, reason: We moved}}\n")
    page = (public / "about/index.html").read_text("utf-8")
    assert "We moved" in page
    assert "The hours were wrong" in page
    assert 'name="robots" content="noindex' in page
    assert [path for path in public.rglob("*") if path.is_file() and b"zapday" in path.read_bytes().lower()] == []
    assert "/about/" not in (public / "index.html").read_text("utf-8")
    assert "/about/" not in (public / "sitemap-pages.xml").read_text("utf-8")
