"""Pictures that cannot be published, and documents that tell of who made them; opens neither."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from site_builder.content.load import Items
from site_builder.problem import Place, Problem, make_problem

# By why it cannot be published: what is wrong, what to do.
FAILURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "broken": (
            "this picture is damaged, or is no picture of this kind",
            "open it in a picture program, save it as JPEG or PNG, and put that here",
        ),
        "huge": (
            "this picture is too large: it would take too much memory to show it",
            "make it smaller; 2000 pixels across are plenty",
        ),
        "intricate": (
            "this picture is put together of more parts than can be looked into",
            "save it as JPEG or PNG, and put that here",
        ),
        "entities": (
            "this SVG declares entities, through which a picture can do harm",
            'save it as "Plain SVG" or "Optimised SVG"',
        ),
        "foreign": (
            "browsers do not show pictures of this kind, and phones write into them where they were taken",
            "save it as JPEG or PNG, and put that here",
        ),
    }
)

METADATA_MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "author": 'readers can see in this file that its author is "{name}"',
        "editor": 'readers can see in this file that "{name}" was the last to edit it',
        "company": 'readers can see in this file that it was made at "{name}"',
        "manager": 'readers can see in this file that the manager is "{name}"',
    }
)


def check_pictures(items: Items) -> Iterator[Problem]:
    """Find pictures that cannot be published, and properties of documents that name people."""
    for each in (*items.attachments, *items.static):
        if each.failure:
            message, hint = FAILURES[each.failure]
            yield make_problem("error", "picture", Place(f"content/{each.path}"), message, hint)
        for kind, name in each.metadata:
            hint = "in Word, Excel or PowerPoint: File, Info, Inspect Document; a PDF is made anew after that"
            yield make_problem(
                "warning", "metadata", Place(f"content/{each.path}"), METADATA_MESSAGES[kind], hint, name=name
            )
