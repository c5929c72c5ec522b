"""An item in the words of schema.org, for search engines; says nothing that its page does not say."""

from site_builder.planning.frame import Frame, NamedLink
from site_builder.planning.item_inputs import EventBrief, ItemInputs
from site_builder.planning.json_ld import describe_breadcrumbs, describe_organisation, format_json_ld
from site_builder.site.grouping import require_date


def describe_item(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[NamedLink, ...]) -> str:
    """Describe an item in the words of schema.org: NewsArticle, its Events, its BreadcrumbList."""
    item, when = inputs.item, require_date(inputs.item)
    publisher = describe_organisation(frame.title, frame.site_url)
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
        "image": frame.origin + inputs.image_href if inputs.image else "",
        "author": {"@type": "Person", "name": item.author} if item.author else "",
        "sourceOrganization": {"@type": "Organization", "name": item.source.name} if item.source else "",
    }
    if inputs.withdrawn:
        return ""
    article |= {key: value for key, value in optional.items() if value}
    events = [describe_event(event, publisher) for event in inputs.events]
    return format_json_ld(
        article, *events, describe_breadcrumbs([(each.name, frame.origin + each.href) for each in breadcrumbs])
    )


def describe_event(event: EventBrief, organiser: dict[str, object]) -> dict[str, object]:
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
