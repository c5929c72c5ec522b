"""The pages made from the code say what the code says, and leave no template, view or field out."""

from jinja2 import Environment, nodes

from site_builder.building.theme import find_default_theme
from site_builder.planning.views import VIEWS as BY_NAME
from tests.generated_docs import BLOCKS, FIELDS, TEMPLATES, VIEWS, fields, templates


def test_the_documents_are_what_the_code_says() -> None:
    assert TEMPLATES.read_text("utf-8") == templates(), "run: make docs"
    assert FIELDS.read_text("utf-8") == fields(), "run: make docs"


def test_every_view_has_its_record_listed() -> None:
    made = {
        function.__annotations__["return"]
        for name, function in BY_NAME.items()
        if name not in {"calendar", "host_file", "manifest", "names", "shard", "texts"}
    }
    names = {each if isinstance(each, str) else each.__name__ for each in made}
    step = "change VIEWS in tests/generated_docs.py, then `make docs` (CONTRIBUTING.md, A new page)"
    assert names == {view.__name__ for view in VIEWS.values()}, step


def test_the_blocks_are_in_the_document() -> None:
    text = (find_default_theme() / "base.html").read_text("utf-8")
    tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(text)
    assert list(BLOCKS) == [each.name for each in sorted(tree.find_all(nodes.Block), key=lambda each: each.lineno)]


def test_the_fields_are_in_the_document() -> None:
    text = TEMPLATES.read_text("utf-8")
    assert "| `breadcrumbs` | list of NamedLink |" in text
    assert "| `withdrawn` | Withdrawal, or none |" in text
