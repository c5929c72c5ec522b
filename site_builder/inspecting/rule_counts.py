"""What the checks found, counted by rule, and the tags that pages have to carry; finds nothing itself."""

import re

from site_builder.building.theme import list_used_templates
from site_builder.config import Indicator
from site_builder.inspecting.inspected_site import InspectedSite, make_result, make_unchecked_result
from site_builder.inspecting.result import Message, PartResult, Result, make_message
from site_builder.problem import Problem
from site_builder.rules import RULES

# Rules that are always at work, besides those that a site weighs.
ALWAYS_ON = frozenset(["link"])
WEIGHT = {"error": 0, "warning": 1, "notice": 2}


def inspect_problems(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Count the Problems of some rules in what is public or will be, not in drafts."""
    off = {rule for rule, weight in inspected.site.config.checks.weights if weight == "off"}
    at_work = [rule for rule in indicator.rules if (rule in RULES or rule in ALWAYS_ON) and rule not in off]
    if not at_work:
        text = "not at work: {rules}; switched off in content/site.toml, or not in this version"
        return make_unchecked_result(indicator, text, rules=", ".join(indicator.rules))
    untried = inspected.untried.get(indicator.cache, 0)
    if indicator.cache and indicator.cache not in inspected.untried:
        return make_unchecked_result(
            indicator, "links to other sites have not been tried; run: bulletin check --external"
        )
    drafts = inspected.survey.items.drafts
    counted = [
        make_part(each, inspected)
        for each in inspected.problems
        if each.rule in at_work and each.path not in drafts and WEIGHT[each.severity] <= WEIGHT[indicator.severity]
    ]
    rest = "not tried yet: {count}; run: bulletin check --external" if untried else ""
    return make_result(indicator, counted, make_message(rest, count=untried))


def make_part(problem: Problem, inspected: InspectedSite) -> PartResult:
    """Show a Problem with its page and line."""
    return PartResult(
        name=problem.path,
        address=inspected.find_page_url(problem.path),
        place=f"{problem.path}:{problem.line}",
        red=True,
        note=Message(problem.message, problem.values),
    )


def inspect_tags(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look whether the site's profile has pages tagged, and in its templates for every tag that has to be there."""
    theme, profile = inspected.survey.theme, inspected.site.config.profile
    if indicator.profile and profile != indicator.profile:
        text = 'pages carry no such tags; write profile = "{profile}" at the top of content/site.toml'
        missing = [PartResult(name=tag, red=True) for tag in indicator.tags]
        return make_result(indicator, missing, make_message(text, profile=indicator.profile))
    texts = [theme.locate_file(name).read_text("utf-8", "replace") for name in list_used_templates(theme)]
    parts = [PartResult(name=tag, red=not any(has_tag(tag, text) for text in texts)) for tag in indicator.tags]
    text = "no template of the site writes these tags" if any(each.red for each in parts) else ""
    return make_result(indicator, parts, make_message(text))


def has_tag(tag: str, text: str) -> bool:
    """Tell whether a template names a tag."""
    return re.search(rf"[\"']{re.escape(tag)}[\"']", text) is not None
