"""Pages in the words of schema.org, for search engines; says nothing that the page does not say, and knows no item."""

from collections.abc import Sequence

import msgspec

CONTEXT = "https://schema.org"


def describe_organisation(name: str, url: str) -> dict[str, object]:
    """Describe who publishes the site."""
    return {"@type": "GovernmentOrganization", "name": name, "url": url}


def describe_breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Describe the way from home to a page: names with absolute urls."""
    listed = [{"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(steps, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def format_json_ld(*described: dict[str, object]) -> str:
    """Write descriptions so that they can stand within a script element (HTML standard, section 4.12.1.3)."""
    one = {"@context": CONTEXT, **described[0]}
    whole = one if len(described) == 1 else {"@context": CONTEXT, "@graph": described}
    text = msgspec.json.encode(whole).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
