"""Pages come out of their bytes as they went in, whatever their view."""

from pathlib import Path

import pytest

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from site_builder.planning.page_encoding import decode_pages, encode_pages
from site_builder.planning.views import VIEWS

pytestmark = pytest.mark.slow


def test_every_kind_of_page_is_itself_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    init_site(site, demo=True, profile="cn-gov")
    settings = site / "content/site.toml"
    settings.write_text(f'host_files = ["_redirects", "_headers"]\n{settings.read_text("utf-8")}', "utf-8")
    survey = survey_site(Options(site=site, output=site / "public", at="2025-06-01", now=0.0)).value
    assert survey
    pages = survey.outputs.make_pages()
    assert {page.view for page in pages} >= VIEWS.keys() - {"redirect"}
    decoded = decode_pages(encode_pages(pages))
    assert tuple(decoded) == pages
    framed = [after.inputs[0] for before, after in zip(pages, decoded, strict=True) if before.view == "item"]
    assert len({id(each) for each in framed}) == len(set(map(id, (p.inputs[0] for p in pages if p.view == "item"))))
