"""What is not public leaves no trace in any output, no name and no byte; what is public does, so that this can fail."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sites import PLAIN_TOML, article, made, picture, write

pytestmark = pytest.mark.slow

# Every word that stands in the secret item alone; slugs and ids are written in lower case in addresses.
WORDS = [
    "Xtitle", "Xbody", "Xheading", "Xsummary", "Xauthor", "Xreviewer", "Xsource", "Xevent", "Xplace", "Xpromise",
    "Xowner", "xcommitment", "Xtopic", "Xperson", "Xopen", "Xclosed", "xclosed", "xslug", "xalias", "Xattached",
    "xfile", "Xcorrection", "Xindex", "xpicture", "xcaption", "Xrole",
]  # fmt: skip
HEAD = """\
title: Xtitle
slug: xslug
summary: Xsummary
author: Xauthor
source: Xsource
communities: {community}
topics: Xtopic
people: Xperson
aliases: /xalias/
image: xpicture.png
reviewers:
  - name: Xreviewer
events:
  - date: 2024-06-20
    title: Xevent
    place: Xplace
commitments:
  - id: xcommitment
    text: Xpromise
    owner: Xowner
corrections:
  - date: 2024-02-02
    note: Xcorrection
disclosure:
  index_number: Xindex
"""
BODY = "Xbody\n\n## Xheading\n\n![xcaption](xpicture.png)\n\n[More](xfile.txt)\n"
PICTURE, FILE = picture(77, 9), b"Xattached"
HIDDEN_FOLDER = "content/news/2024-02-01-xfolder"
OPEN = {
    "content/site.toml": PLAIN_TOML + 'open_registries = ["topics", "communities", "people"]\n',
    "content/communities.toml": '[east]\nname = "East"\n',
}
CLOSED = {
    "content/site.toml": PLAIN_TOML + "open_registries = []\n",
    "content/communities.toml": '[east]\nname = "East"\n[xclosed]\nname = "Xclosed"\n',
    "content/topics.toml": '[xtopic]\nname = "Xtopic"\n',
    "content/people.toml": '[xperson]\nname = "Xperson"\nrole = "Xrole"\n',
}
PUBLIC = {
    "content/news/2024-01-01-public.md": article(
        "title: Public\ncommunities: East", "See [these words](2024-02-01-xfolder/index.md) of it.\n"
    )
}
HIDDEN = {
    "draft": ("draft: true\n", "2024-06-15"),
    "future": ("date: 2024-06-16\n", "2024-06-15 23:59:59"),
    "expired": ("expires: 2024-06-15\n", "2024-06-16"),
}
REGISTRIES = {"open": (OPEN, "Xopen"), "closed": (CLOSED, "Xclosed")}
# What is registered has a page of its own, with or without items.
REGISTERED: dict[str, set[str]] = {"open": set(), "closed": {"Xclosed", "xclosed", "Xtopic", "Xperson", "Xrole"}}


def town(folder: Path, registry: str, more: str, *, pictures: bool = True) -> Path:
    files, community = REGISTRIES[registry]
    head, body = HEAD.format(community=community) + more, BODY
    if not pictures:
        head, body = head.replace("image: xpicture.png\n", ""), body.replace("![xcaption](xpicture.png)", "")
    secret: dict[str, str | bytes] = {
        f"{HIDDEN_FOLDER}/index.md": article(head, body),
        f"{HIDDEN_FOLDER}/xpicture.png": PICTURE,
        f"{HIDDEN_FOLDER}/xfile.txt": FILE,
    }
    return write(folder, {**files, **PUBLIC, **secret})


def traces(output: Mapping[str, bytes]) -> set[str]:
    """Find which secret words, and the secret bytes, stand in names or contents."""
    everything = "\n".join(output).encode() + b"\n".join(output.values())
    found = {word for word in WORDS if word.encode() in everything}
    return found | {name for name, data in {"PICTURE": PICTURE, "FILE": FILE}.items() if data in output.values()}


@pytest.mark.parametrize("registry", REGISTRIES)
@pytest.mark.parametrize("why", HIDDEN)
def test_what_is_not_public_leaves_no_trace(tmp_path: Path, why: str, registry: str) -> None:
    more, at = HIDDEN[why]
    output = made(town(tmp_path, registry, more), at=at)
    assert traces(output) == REGISTERED[registry]
    page = output["news/2024/public/index.html"].decode()
    assert "See these words of it." in page


@pytest.mark.parametrize("registry", REGISTRIES)
def test_what_was_public_leaves_no_trace_either(tmp_path: Path, registry: str) -> None:
    site = town(tmp_path, registry, "expires: 2024-06-15\n")
    assert traces(made(site, at="2024-06-15 23:59:59"))
    assert traces(made(site, at="2024-06-16")) == REGISTERED[registry]
    write(
        site,
        {f"{HIDDEN_FOLDER}/index.md": article(HEAD.format(community=REGISTRIES[registry][1]) + "draft: true\n", BODY)},
    )
    assert traces(made(site, at="2024-06-15")) == REGISTERED[registry]


@pytest.mark.parametrize("registry", REGISTRIES)
def test_what_is_shown_does_leave_traces(tmp_path: Path, registry: str) -> None:
    shown = {"open": {"Xopen"}, "closed": {"Xclosed", "xclosed", "Xrole"}}
    absent = shown["closed" if registry == "open" else "open"]
    output = made(town(tmp_path, registry, "draft: true\n"), drafts=True)
    assert traces(output) == {*WORDS, "PICTURE", "FILE"} - absent
    assert 'href="/news/2024/xslug/"' in output["news/2024/public/index.html"].decode()


def test_a_draft_shown_leaves_no_trace_in_the_site_itself(tmp_path: Path) -> None:
    site = town(tmp_path, "open", "draft: true\n")
    assert traces(made(site, drafts=True))
    assert traces(made(site)) == set()


@pytest.mark.parametrize("registry", REGISTRIES)
def test_a_draft_with_errors_holds_nothing_up_and_leaves_no_trace(tmp_path: Path, registry: str) -> None:
    site = town(tmp_path, registry, "draft: true\ndate: tomorrow\nXfield: 1\n")
    assert traces(made(site)) == REGISTERED[registry]


@pytest.mark.parametrize("pictures", [True, False])
def test_a_withdrawn_item_stays_as_a_notice_only(tmp_path: Path, pictures: bool) -> None:  # noqa: FBT001 (a parameter)
    site = town(tmp_path, "open", "withdrawn: {date: 2024-06-15, reason: Yreason}\n", pictures=pictures)
    assert traces(made(site, at="2024-06-14")) >= {"Xbody", "FILE"}
    output = made(site, at="2024-06-15")
    page = output.pop("news/2024/xslug/index.html").decode()
    assert "Yreason" in page
    assert "Xtitle" in page
    assert 'name="robots" content="noindex"' in page
    gone = {"Xbody", "Xheading", "Xsummary", "Xevent", "Xplace", "Xpromise", "xpicture", "xfile", "Xattached"}
    assert gone & traces({"page": page.encode()}) == set()
    # The search finds what the page still says.
    search = {path: output.pop(path) for path in [*output] if path.startswith("assets/search/")}
    assert gone & traces(search) == set()
    changes = {p: output.pop(p) for p in ("changes/index.html", "changes/2024/index.html", "xalias/index.html")}
    assert b"Yreason" in changes["changes/index.html"]
    assert b"Yreason" in changes["changes/2024/index.html"]
    # What links to it still may: the page is there.
    linking = {path for path, data in output.items() if b"/news/2024/xslug/" in data}
    feeds = {"feed.xml", "news/feed.xml", "communities/east/feed.xml"}
    assert linking == {"news/2024/public/index.html", "print/2024/01/index.html", *feeds}
    for path in linking:
        output[path] = output[path].replace(b"/news/2024/xslug/", b"")
    assert traces(output) == set()
