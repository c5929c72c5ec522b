"""The whole build on one screen: every command that judges or makes a site goes through here; it prints nothing."""

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.building.commit import Report
from site_builder.building.render import LostBodyError
from site_builder.building.session import BuildSession, Options
from site_builder.building.steps import BuildSteps, Progress, ignore_progress, open_steps, open_survey_steps
from site_builder.building.survey import SiteInputs, Survey
from site_builder.problem import Checked, has_errors

if TYPE_CHECKING:
    from site_builder.executor import Executor


def build(
    options: Options,
    session: BuildSession | None = None,
    executor: "Executor | None" = None,
    progress: Progress = ignore_progress,
) -> Report:
    """Build a site; if any Problem is an error nothing is written and the last good site stays whole.

    `session` is what a process keeps between builds of one site. What the last run kept is thrown away where it turns
    out to be damaged. Raise CommandError for wrong usage (2) and where the machine fails (3).
    """
    start = time.perf_counter()
    try:
        with open_steps(options, session, executor, progress) as steps:
            survey = make_survey(steps)
            found = survey.value
            if found is None or has_errors(survey.problems):
                return Report(parsed=found.items.parsed if found else 0, problems=survey.problems, survey=found)
            stale = steps.find_stale(found)
            rendered = steps.render(stale, found.theme)
            images = steps.encode_images(stale, found)
            report = steps.commit(rendered, images, stale, found)
            return report.complete(found.items.parsed, survey.problems, time.perf_counter() - start)
    except LostBodyError:
        if options.clean and executor is None:
            raise
        if session is not None:
            session.reset()
    # Workers may still hold what is damaged.
    return build(replace(options, clean=True), session, None, progress)


def survey_site(
    options: Options, session: BuildSession | None = None, progress: Progress = ignore_progress
) -> Checked[Survey | None]:
    """Know everything of a site without making a page of it; None where its settings cannot be read."""
    with open_survey_steps(options, session, progress) as steps:
        return make_survey(steps)


def make_survey(steps: BuildSteps) -> Checked[Survey | None]:
    """Read, organise, plan and check a site."""
    config = steps.read_config()
    if config.value is None:
        return Checked(None, config.problems)
    sources = steps.scan(config.value)
    theme = steps.read_theme(config.value)
    items = steps.parse(sources.value, config.value, theme.value)
    ledger = steps.read_ledger()
    inputs = SiteInputs(Checked(config.value, config.problems), sources, theme, items, ledger)
    planned = steps.organise(inputs)
    problems = steps.check(inputs, planned)
    found = Survey(sources.value, items.value, planned.site.value, planned.outputs.value, theme.value)
    return Checked(found, problems)
