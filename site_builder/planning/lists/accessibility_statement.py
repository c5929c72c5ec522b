"""The accessibility statement, of what site.toml says and of attachments that not everyone can read; judges no page."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder.checking.files.accessibility import find_inaccessible
from site_builder.config import Accessibility
from site_builder.language import format_day_text
from site_builder.model import Attachment, choose_text
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
from site_builder.planning.shell import Shell, link_brief
from site_builder.site.grouping import require_date
from site_builder.site.organise import STATEMENT
from site_builder.site.resolve_links import find_item_folder


class UnreadableAttachment(Struct, frozen=True):
    """An attachment that not everyone can read: its name, its kind, its item with that item's day."""

    name: str
    kind: str
    item: NamedLink
    day: str


class StatementInputs(LinkedInputs, frozen=True):
    """All that the statement is made of besides the frame."""

    limits: str
    audited: str
    method: str
    contact: str
    files: tuple[UnreadableAttachment, ...]


class StatementView(HtmlView, frozen=True):
    """What `accessibility.html` sees: known limits, day and method of the last audit, contact, files, newest first."""

    title: str
    limits: str
    audited: str
    method: str
    contact: str
    files: tuple[UnreadableAttachment, ...]


def plan_statement(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the statement, where site.toml wants one and no plain page takes its place."""
    if STATEMENT in context.edition.addresses:
        sources = (
            Value(context.site.config.accessibility),
            Value(tuple(list_unreadable(context, find_inaccessible(context.site)))),
            Value(context.find_languages(STATEMENT)),
        )
        yield PageGroup("accessibility", context.shell, (), sources, make_statement_page)


def make_statement_page(
    shell: Shell, written: Accessibility | None, files: tuple[UnreadableAttachment, ...], languages: Sequence[str]
) -> Iterator[Page]:
    """Make the statement."""
    statement, language = written or Accessibility(), shell.language
    inputs = StatementInputs(
        href=shell.make_href(STATEMENT),
        limits=choose_text(statement.limits, language.id),
        audited=format_day_text(statement.audited, language.locale),
        method=choose_text(statement.method, language.id),
        contact=choose_text(statement.contact, language.id) or shell.frame.contact,
        files=files,
        alternates=shell.list_alternates(STATEMENT, languages),
    )
    yield shell.make_page(STATEMENT, "statement", "accessibility.html", inputs)


def list_unreadable(context: EditionContext, attachments: Sequence[Attachment]) -> Iterator[UnreadableAttachment]:
    """Name attachments with the newest item of their folder, in the order of the edition."""
    by_owner: dict[str, list[Attachment]] = {}
    for each in attachments:
        by_owner.setdefault(each.owner, []).append(each)
    for item in context.edition.items if by_owner else ():
        for each in by_owner.pop(find_item_folder(item), ()):
            name = each.path.removeprefix(each.owner + "/")
            named = link_brief(context.make_brief(item.path))
            yield UnreadableAttachment(name, name.rpartition(".")[2].upper(), named, require_date(item).local[:10])


def make_statement_view(frame: Frame, inputs: StatementInputs) -> StatementView:
    """Make what `accessibility.html` sees."""
    say = get_translator(frame)
    title, about = say("Accessibility"), say("How everyone can read this bulletin, and what is not accessible yet.")
    return extend_inputs(
        StatementView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        title=title,
    )
