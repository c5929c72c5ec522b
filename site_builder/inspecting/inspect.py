"""Looks at a surveyed site with a profile's indicators, as an inspector would; writes nothing and publishes nothing."""

from collections.abc import Callable, Mapping

from site_builder.building.survey import Survey
from site_builder.config import Indicator, Profile
from site_builder.inspecting.accepted import AcceptedFinding
from site_builder.inspecting.columns import (
    inspect_empty_columns,
    inspect_freshness,
    inspect_home_page,
    inspect_stale_columns,
)
from site_builder.inspecting.deadlines import inspect_agendas, inspect_minutes, inspect_windows
from site_builder.inspecting.inspected_site import InspectedSite
from site_builder.inspecting.result import Failure, Inspection, Result
from site_builder.inspecting.rule_counts import inspect_problems, inspect_tags
from site_builder.problem import Problem

INSPECTORS: dict[str, Callable[[Indicator, InspectedSite], Result]] = {
    "home": inspect_home_page,
    "columns": inspect_stale_columns,
    "freshness": inspect_freshness,
    "empty": inspect_empty_columns,
    "problems": inspect_problems,
    "tags": inspect_tags,
    "notice": inspect_agendas,
    "record": inspect_minutes,
    "windows": inspect_windows,
}


def inspect(  # noqa: PLR0913, PLR0917 - the command passes plain values on
    survey: Survey,
    problems: tuple[Problem, ...],
    profile: Profile,
    language: str,
    untried: Mapping[str, int],
    accepted: tuple[AcceptedFinding, ...],
) -> Inspection:
    """Inspect a site for a reader of a language; `problems` are all that is known.

    `untried` says how much has never been looked at of what is not looked at each time: the links to other hosts, by
    the name `external`; without that name none of them has been tried. `accepted` is what the site accepts.
    """
    inspected = InspectedSite(survey, problems, language, untried)
    results = tuple(INSPECTORS[each.check](each, inspected) for each in profile.indicators)
    counts = {each.indicator.id: each.count for each in results}
    return Inspection(
        site=inspected.site.config.title,
        url=inspected.site.config.base_url,
        at=inspected.site.at,
        profile=profile,
        results=results,
        failures=tuple(Failure(veto, sum(counts.get(id_, 0) for id_ in veto.of)) for veto in profile.vetoes),
        errors=sum(each.severity == "error" for each in problems),
        accepted=accepted,
    )
