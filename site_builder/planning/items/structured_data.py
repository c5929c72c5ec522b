"""An item in the words of schema.org, for search engines; says nothing that its page does not say."""

from site_builder.planning.edition import Frame, Named
from site_builder.planning.item_inputs import Happening, ItemInputs
from site_builder.planning.json_ld import as_script, organisation, trail
from site_builder.site.grouping import dated


def json_ld(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[Named, ...]) -> str:
    """Describe an item in the words of schema.org: NewsArticle, its Events, its BreadcrumbList."""
    item, when = inputs.item, dated(inputs.item)
    publisher = organisation(frame.title, frame.site_url)
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
    events = [event_ld(event, publisher) for event in inputs.events]
    return as_script(article, *events, trail([(each.name, frame.origin + each.href) for each in breadcrumbs]))


def event_ld(event: Happening, organiser: dict[str, object]) -> dict[str, object]:
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
