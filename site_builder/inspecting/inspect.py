"""Looks at a surveyed site with a profile's indicators, as an inspector would; writes nothing and publishes nothing."""

from collections.abc import Callable, Mapping

from site_builder.building.survey import Survey
from site_builder.config import Indicator, Profile
from site_builder.inspecting.columns import empty_columns, fresh_columns, home_page, stale_columns
from site_builder.inspecting.deadlines import agendas, minutes, yearly
from site_builder.inspecting.inspected_site import Ground
from site_builder.inspecting.result import Failure, Inspection, Result
from site_builder.inspecting.rule_counts import found_problems, page_tags
from site_builder.problem import Problem

LOOKS: dict[str, Callable[[Indicator, Ground], Result]] = {
    "home": home_page,
    "columns": stale_columns,
    "freshness": fresh_columns,
    "empty": empty_columns,
    "problems": found_problems,
    "tags": page_tags,
    "notice": agendas,
    "record": minutes,
    "windows": yearly,
}


def inspect(
    survey: Survey, problems: tuple[Problem, ...], profile: Profile, language: str, untried: Mapping[str, int]
) -> Inspection:
    """Inspect a site for a reader of a language; `problems` are all that is known.

    `untried` says how much has never been looked at of what is not looked at each time: the links to other hosts, by
    the name `external`; without that name none of them has been tried.
    """
    ground = Ground(survey, problems, language, untried)
    results = tuple(LOOKS[each.check](each, ground) for each in profile.indicators)
    counts = {each.indicator.id: each.count for each in results}
    return Inspection(
        site=ground.site.config.title,
        url=ground.site.config.base_url,
        at=ground.site.at,
        profile=profile,
        results=results,
        failures=tuple(Failure(veto, sum(counts.get(id_, 0) for id_ in veto.of)) for veto in profile.vetoes),
        errors=sum(each.severity == "error" for each in problems),
    )
