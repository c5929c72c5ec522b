"""An item in the words of schema.org, for search engines; says nothing that its page does not say."""

import msgspec

from site_builder.planning.frame import Frame, Named
from site_builder.planning.records import Happening, ItemInputs
from site_builder.site.groups import dated


def json_ld(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[Named, ...]) -> str:
    """Describe an item in the words of schema.org: NewsArticle, its Events, its BreadcrumbList."""
    item, when = inputs.item, dated(inputs.item)
    publisher = {"@type": "GovernmentOrganization", "name": frame.title, "url": frame.site_url}
    article: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": item.title,
        "url": frame.origin + inputs.href,
        "inLanguage": inputs.tag,
        "datePublished": when.machine,
        "publisher": publisher,
    }
    optional = {
        "dateModified": item.updated.machine if item.updated else "",
        "description": item.summary,
        "image": frame.origin + inputs.image if inputs.image else "",
        "author": {"@type": "Person", "name": item.author} if item.author else "",
        "sourceOrganization": {"@type": "Organization", "name": item.source.name} if item.source else "",
    }
    if inputs.withdrawn:
        return ""
    article |= {key: value for key, value in optional.items() if value}
    trail = [
        {"@type": "ListItem", "position": n, "name": crumb.name, "item": frame.origin + crumb.href}
        for n, crumb in enumerate(breadcrumbs, 1)
    ]
    events = [event_ld(event, publisher) for event in inputs.events]
    graph = [article, *events, {"@type": "BreadcrumbList", "itemListElement": trail}]
    return as_script({"@context": "https://schema.org", "@graph": graph})


def event_ld(event: Happening, organiser: dict[str, str]) -> dict[str, object]:
    """Describe an event in the words of schema.org."""
    described: dict[str, object] = {
        "@type": "Event",
        "name": event.title,
        "startDate": event.date.machine,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": organiser,
    }
    if event.end:
        described["endDate"] = event.end.machine
    where = {"@type": "Place", "name": event.place, "address": event.place}
    return described | ({"location": where} if event.place else {})


def as_script(value: object) -> str:
    """Write JSON so that it can stand within a script element (HTML standard, section 4.12.1.3)."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
