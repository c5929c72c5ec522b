"""What site.toml says of the home page, of pictures in lists, and of how residents follow the site; knows no page."""

from collections.abc import Sequence

from msgspec import Struct

from site_builder.config.contact import MAILBOX, WEB
from site_builder.config.settings import Settings
from site_builder.model import Column, Text
from site_builder.spelling import format_suggestion

HOME_KEYS = ("columns", "large_first", "pictures")
FOLLOW_KEYS = ("wechat", "mail")


class HomeSettings(Struct, frozen=True):
    """The columns that stand side by side on the home page, none for all items in one list; what stands out.

    `large_first` has one new item stand above the others, with its picture; `pictures` shows those of items in lists.
    """

    columns: tuple[str, ...] = ()
    large_first: bool = False
    pictures: bool = False


class FollowSettings(Struct, frozen=True):
    """Ways to follow the site besides feeds: the name of its WeChat account, and where mail is subscribed to."""

    wechat: Text = ()
    mail: str = ""


def read_follow(settings: Settings) -> FollowSettings:
    """Read `[follow]`."""
    settings.check_unknown_keys(settings.read_table("follow"), "follow", FOLLOW_KEYS)
    mail = settings.read_text("follow.mail", "").strip()
    if mail and not (MAILBOX.fullmatch(mail) or WEB.fullmatch(mail)):
        message = "{key} is neither a mailbox nor the address of a form"
        hint = 'write mail = "office@example.org" or mail = "https://www.example.org/list"'
        settings.add_value_problem("follow.mail", message, hint)
        mail = ""
    href = f"mailto:{mail}" if MAILBOX.fullmatch(mail) else mail
    return FollowSettings(settings.read_localized_text("follow.wechat"), href)


def read_home(settings: Settings, columns: Sequence[Column]) -> HomeSettings:
    """Read `[home]`; a column that site.toml does not describe is an error."""
    settings.check_unknown_keys(settings.read_table("home"), "home", HOME_KEYS)
    known = [each.id for each in columns]
    named = tuple(dict.fromkeys(settings.read_texts("home.columns", ())))
    for each in named:
        if each not in known:
            message, guess = '"{value}" is the id of no column', settings.guess(each, known)
            hint = format_suggestion(guess) or "write the id of one of the [[columns]]"
            settings.add_value_problem("home.columns", message, hint, value=each, guess=guess)
    return HomeSettings(
        tuple(each for each in named if each in known),
        settings.read_flag("home.large_first", default=False),
        settings.read_flag("home.pictures", default=False),
    )
