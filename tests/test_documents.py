"""docs/templates.md says what the records say, and no template or view is left out of it."""

from pathlib import Path

from site_builder.planning.views import VIEWS as BY_NAME
from tests.documents import DOCUMENT, ROOT, VIEWS, document


def test_the_document_is_what_the_records_say() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "run: make docs"


def test_every_template_is_listed() -> None:
    shared = {"base.html", "macros.html"}
    files = {file.name for file in (ROOT / "templates").glob("*.*")}
    assert files - shared == set(VIEWS)


def test_every_view_has_its_record_listed() -> None:
    made = {function.__annotations__["return"] for name, function in BY_NAME.items() if name != "calendar"}
    names = {each if isinstance(each, str) else each.__name__ for each in made}
    assert names == {view.__name__ for view in VIEWS.values()}


def test_the_fields_are_in_the_document() -> None:
    text = Path(DOCUMENT).read_text("utf-8")
    assert "| `breadcrumbs` | list of Named |" in text
    assert "| `withdrawn` | Withdrawal, or none |" in text
