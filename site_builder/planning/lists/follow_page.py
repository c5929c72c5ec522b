"""How residents follow the site, in words: feeds, calendars, and the ways of which site.toml tells; sends nothing."""

from collections.abc import Iterator

from site_builder import urls
from site_builder.config.home import FollowSettings
from site_builder.model import choose_text
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_home,
    make_page_head,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value
from site_builder.planning.shell import Shell

ADDRESS = urls.make_address(urls.FOLLOW)


class FollowInputs(LinkedInputs, frozen=True):
    """All that the page is made of besides the frame."""

    wechat: str
    mail: str


class FollowView(HtmlView, frozen=True):
    """What `follow.html` sees: absolute urls of feed, calendar and subscription to it; WeChat account, mail."""

    title: str
    feed: str
    calendar: str
    subscribe: str
    wechat: str
    mail: str


def plan_follow_page(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the page of an edition."""
    sources = (Value(context.site.config.follow),)
    yield PageGroup("follow", context.shell, (), sources, make_follow_page)


def make_follow_page(shell: Shell, followed: FollowSettings) -> Iterator[Page]:
    """Make the page; `followed` is what site.toml says."""
    inputs = FollowInputs(
        href=shell.make_href(ADDRESS),
        alternates=shell.list_all_alternates(ADDRESS),
        wechat=choose_text(followed.wechat, shell.language.id),
        mail=followed.mail,
    )
    yield shell.make_page(ADDRESS, "follow", "follow.html", inputs)


def make_follow_view(frame: Frame, inputs: FollowInputs) -> FollowView:
    """Make what `follow.html` sees."""
    say = get_translator(frame)
    title = say("How to follow")
    calendar = frame.origin + frame.root + urls.CALENDAR
    return extend_inputs(
        FollowView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, say("How what is new comes to you: feed, calendar and more.")),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        title=title,
        feed=frame.origin + frame.root + urls.FEED,
        calendar=calendar,
        subscribe=f"webcal:{calendar.partition(':')[2]}",
    )
