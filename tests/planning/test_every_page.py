"""Every kind of page is planned, documented, listed, linked to and looked at; what is missing names the step to take.

The site here is the demonstration with the profile of government sites: it has every kind of page in two languages.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from site_builder import urls
from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from site_builder.planning.views import VIEWS
from tests.generated_docs import VIEWS as DOCUMENTED
from tests.sites import article, run, tree, write

ROOT = Path(__file__).parents[2]
STEPS = "CONTRIBUTING.md, A new page"
AT = "2026-01-15"
# Pages that no reader is to find by search engines, or that are no page of their own, by view.
NOT_IN_SITEMAP = {
    "missing": "it stands for addresses that lead nowhere",
    "redirect": "it leads on",
    "printed": "it is the month's items once more",
    "search": "it has no content of its own",
}
# Pages whose first segment anybody may take, with what happens then.
NOT_RESERVED = {"accessibility": "a plain page takes its place", "site-map": "only government sites have one"}
# Pages that nothing leads to, by view.
NOT_LINKED = {"missing": NOT_IN_SITEMAP["missing"], "redirect": "old links lead to it"}
# Pages that need no other than the HTML checker's look, by view.
NOT_LOOKED_AT = {"redirect": "it shows nothing", "site-map": "the demonstration of the browser's tests has none"}
# Parts of templates, which no page is made of alone.
PARTS = frozenset(["base.html", "frame.html", "macros.html", "charts.html"])
THEME = {file.name for file in (ROOT / "templates").glob("*.*")} - PARTS


class Planned(NamedTuple):
    """The site's folder, its output, and its pages: path -> view and template."""

    site: Path
    output: dict[str, bytes]
    pages: dict[str, tuple[str, str]]

    def list_html(self, *without: str) -> Iterator[tuple[str, str]]:
        """Give path and view of the HTML pages, but of some views."""
        for path, (view, _) in sorted(self.pages.items()):
            if path.endswith(".html") and view not in without:
                yield path, view

    def is_hidden(self, path: str) -> bool:
        """Tell whether a page asks search engines to leave it out, as that of a withdrawn item does."""
        return b'content="noindex"' in self.output[path]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every")
    init_site(folder, demo=True, profile="cn-gov")
    toml = folder / "content/site.toml"
    toml.write_text('host_files = ["_redirects", "_headers"]\n' + toml.read_text("utf-8"), "utf-8")
    return write(folder, {"content/old.md": article("title: Old\naliases: [/former/]")})


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, tuple[str, str]]:
    """The pages of a plan of which nothing was made yet: path -> view and template."""
    survey = survey_site(Options(site=site, output=site / "public", at=AT, now=0.0)).value
    assert survey
    return {each.path: (each.view, each.template) for each in survey.outputs.list_planned_pages()}


@pytest.fixture(scope="module")
def planned(site: Path, pages: dict[str, tuple[str, str]]) -> Planned:
    """The site built; until every page has its view and its template, none can be."""
    if {view for view, _ in pages.values()} - set(VIEWS) or list_templates(pages) - THEME:
        pytest.skip("test_every_page_has_its_view and test_every_template_is_there_and_documented come first")
    report = run(site, at=AT)
    assert [f"{each.message} {each.values}" for each in report.problems if each.severity == "error"] == []
    return Planned(site, tree(site / "public"), pages)


def list_templates(pages: Mapping[str, tuple[str, str]]) -> set[str]:
    return {template for _, template in pages.values()} - {""}


def to_address(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def test_every_view_is_planned(pages: dict[str, tuple[str, str]]) -> None:
    missing = set(VIEWS) - {view for view, _ in pages.values()}
    step = "yield a PageGroup for it from a planner that `plan` in site_builder/planning/plan.py calls"
    assert not missing, f"no page has the views {missing}: {step} ({STEPS})"


def test_every_page_has_its_view(pages: dict[str, tuple[str, str]]) -> None:
    missing = {view for view, _ in pages.values()} - set(VIEWS)
    assert not missing, f"add these to VIEWS in site_builder/planning/views.py ({STEPS}): {missing}"


def test_every_template_is_there_and_documented(pages: dict[str, tuple[str, str]]) -> None:
    used = list_templates(pages)
    assert not used - THEME, f"write these templates in templates/ ({STEPS}): {used - THEME}"
    assert not THEME - used, f"no page is made of these templates: {THEME - used}"
    missing = used - set(DOCUMENTED)
    assert not missing, f"add these to VIEWS in tests/generated_docs.py, then `make docs` ({STEPS}): {missing}"
    sections = set(re.findall(r"^## `(.+)`$", (ROOT / "docs/templates.md").read_text("utf-8"), re.MULTILINE))
    assert used <= sections, f"docs/templates.md lacks {used - sections}: run `make docs` ({STEPS})"


@pytest.mark.slow
def test_every_page_is_in_the_sitemap(planned: Planned) -> None:
    listed = b"".join(data for path, data in planned.output.items() if re.fullmatch(r"sitemap-.*\.xml", path)).decode()
    found = {urls.make_href("/", address) for address in re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", listed)}
    pages = {path: view for path, view in planned.list_html(*NOT_IN_SITEMAP) if not planned.is_hidden(path)}
    missing = {view: path for path, view in pages.items() if to_address(path) not in found}
    step = "add their addresses to those of the edition: build_edition in site_builder/site/organise.py, which is "
    step += "what the sitemap lists; if search engines should not find them, to NOT_IN_SITEMAP in this test"
    assert not missing, f"no sitemap has these pages ({STEPS}): {missing}: {step}"


@pytest.mark.slow
def test_every_page_can_be_linked_to_from_an_item(planned: Planned) -> None:
    pages = {to_address(path): view for path, view in planned.list_html(*NOT_IN_SITEMAP)}
    body = "\n\n".join(f"[a page]({address})" for address in pages)
    write(planned.site, {"content/links.md": article("title: Links", body)})
    problems = [each for each in run(planned.site, at=AT).problems if each.path == "content/links.md"]
    (planned.site / "content/links.md").unlink()
    broken = [value for each in problems if each.rule == "link" for _, value in each.values]
    missing = {view: address for address, view in pages.items() if address in broken}
    step = "is_page_address in site_builder/site/resolve_links.py asks for the addresses of the edition: add them in "
    step += "build_edition of site_builder/site/organise.py"
    assert not missing, f"an item cannot link to these pages ({STEPS}): {missing}: {step}"
    assert [each.message for each in problems if each.severity == "error"] == []


@pytest.mark.slow
def test_no_item_can_take_the_address_of_a_page(planned: Planned) -> None:
    columns = {"news", "notices", "policies"}
    firsts = {
        view: first
        for path, view in planned.list_html("item", "page", "home", "redirect")
        if (first := path.removeprefix("zh/").partition("/")[0]) not in columns
    }
    missing = {v: first for v, first in firsts.items() if not urls.is_reserved(first, ()) and first not in NOT_RESERVED}
    step = "add it to FIXED_SEGMENTS in site_builder/urls.py"
    assert not missing, f"a column or a plain page could take these addresses ({STEPS}): {missing}: {step}"


@pytest.mark.slow
@pytest.mark.parametrize("segment", sorted(NOT_RESERVED))
def test_a_page_that_takes_another_place_is_told_or_stands_there(planned: Planned, segment: str) -> None:
    file = planned.site / f"content/{segment}.md"
    file.write_text(article(f"title: Mine\nslug: {segment}"), "utf-8")
    report = run(planned.site, at=AT)
    file.unlink()
    errors = [each.rule for each in report.problems if each.severity == "error"]
    page = (planned.site / f"public/{segment}/index.html").read_text("utf-8")
    assert errors == ["address"] or "<h1>Mine" in page or ">Mine</h1>" in page


@pytest.mark.slow
def test_something_leads_to_every_page(planned: Planned) -> None:
    found, waiting = set[str](), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in found or path not in planned.output:
            continue
        found.add(path)
        if path.endswith(".html"):
            links = re.findall(r'(?:href|action)="(/[^"]*)"', planned.output[path].decode())
            waiting += {urls.make_output_path(urls.split_target(each)[0]) for each in links}
    missing = {view: path for path, view in planned.list_html(*NOT_LINKED) if path not in found}
    step = "link to it from templates/frame.html, another page's template, or the item's"
    assert not missing, f"no page leads to these ({STEPS}): {missing}: {step}"


@pytest.mark.slow
def test_every_kind_of_page_is_looked_at_in_a_browser(planned: Planned) -> None:
    pytest.importorskip("playwright")
    from tests.browser.test_access import MORE
    from tests.browser.test_look import FAMILIES, ITEMS

    addresses = [each.partition("?")[0].removeprefix("./") for each in (*FAMILIES, *MORE, *ITEMS)]
    paths = {f"{a if a != '.' else ''}index.html" if a.endswith(("/", ".")) or not a else a for a in addresses}
    looked_at = {planned.pages[path][0] for path in paths if path in planned.pages}
    missing = {view: path for path, view in planned.list_html(*NOT_LOOKED_AT) if view not in looked_at}
    step = "add an address of it to MORE in tests/browser/test_access.py"
    assert not missing, f"nobody looks whether everyone can read these ({STEPS}): {missing}: {step}"
