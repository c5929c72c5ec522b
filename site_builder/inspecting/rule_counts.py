"""What the checks found, counted by rule, and the tags that pages have to carry; finds nothing itself."""

import re

from site_builder.config import Indicator
from site_builder.inspecting.inspected_site import Ground, judged, unchecked
from site_builder.inspecting.result import Part, Result, Said, said
from site_builder.problem import Problem
from site_builder.rules import RULES

# Rules that are always at work, besides those that a site weighs.
ALWAYS = frozenset(["link"])
WEIGHT = {"error": 0, "warning": 1, "notice": 2}


def found_problems(indicator: Indicator, ground: Ground) -> Result:
    """Count the Problems of some rules in what is public or will be, not in drafts."""
    off = {rule for rule, weight in ground.site.config.checks.weights if weight == "off"}
    at_work = [rule for rule in indicator.rules if (rule in RULES or rule in ALWAYS) and rule not in off]
    if not at_work:
        text = "not at work: {rules}; switched off in content/site.toml, or not in this version"
        return unchecked(indicator, text, rules=", ".join(indicator.rules))
    untried = ground.untried.get(indicator.cache, 0)
    if indicator.cache and indicator.cache not in ground.untried:
        return unchecked(indicator, "links to other sites have not been tried; run: bulletin check --external")
    drafts = ground.survey.items.drafts
    counted = [
        part_of(each, ground)
        for each in ground.problems
        if each.rule in at_work and each.path not in drafts and WEIGHT[each.severity] <= WEIGHT[indicator.severity]
    ]
    rest = "not tried yet: {count}; run: bulletin check --external" if untried else ""
    return judged(indicator, counted, said(rest, count=untried))


def part_of(problem: Problem, ground: Ground) -> Part:
    """Show a Problem with its page and line."""
    return Part(
        name=problem.path,
        address=ground.url_of(problem.path),
        place=f"{problem.path}:{problem.line}",
        red=True,
        note=Said(problem.message, problem.values),
    )


def page_tags(indicator: Indicator, ground: Ground) -> Result:
    """Look whether the site's profile has pages tagged, and in its templates for every tag that has to be there."""
    theme, profile = ground.survey.theme, ground.site.config.profile
    if indicator.profile and profile != indicator.profile:
        text = 'pages carry no such tags; write profile = "{profile}" at the top of content/site.toml'
        missing = [Part(name=tag, red=True) for tag in indicator.tags]
        return judged(indicator, missing, said(text, profile=indicator.profile))
    texts = [theme.file(name).read_text("utf-8", "replace") for name in theme.templates]
    parts = [Part(name=tag, red=not any(written(tag, text) for text in texts)) for tag in indicator.tags]
    text = "no template of the site writes these tags" if any(each.red for each in parts) else ""
    return judged(indicator, parts, said(text))


def written(tag: str, text: str) -> bool:
    """Tell whether a template names a tag."""
    return re.search(rf"[\"']{re.escape(tag)}[\"']", text) is not None
