"""What the record of items says at a moment: what is yet to come, overdue, too late, or changed in silence.

A change is told from the ledger, which has the digest of each text as it was last published.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from site_builder.checking.site.reviews import check_reviews
from site_builder.checking.source_places import ItemPlaces, locate_field, read_site_file
from site_builder.config import Config, find_time_zone
from site_builder.content.field_digests import find_changed_fields
from site_builder.content.load import Items
from site_builder.dates import parse_when
from site_builder.front_matter.read import parse_front_matter
from site_builder.ledger import Ledger, LedgerLine
from site_builder.model import Item, When
from site_builder.problem import Place, Problem, make_problem
from site_builder.site.organise import Site
from site_builder.site.publication_gate import is_overdue
from site_builder.urls import find_list_of

# A date further ahead than this is more likely a slip of a digit than a plan.
FAR_AHEAD_DAYS = 366


def check_publication_history(
    items: Items, site: Site, config: Config, ledger: Ledger, folder: Path
) -> Iterator[Problem]:
    """Judge the items at the site's moment; `folder` is the site's, for the places of Problems."""
    yield from check_future_items(items, site.at, folder)
    yield from check_overdue_commitments(items, site, folder)
    yield from check_notice_days(items, config, folder)
    yield from check_reviews(items, config.checks, folder)
    yield from check_taken_down(items, site, config, ledger)
    if ledger.last:
        yield from check_unannounced_changes(items, site, config, ledger, folder)


def check_taken_down(items: Items, site: Site, config: Config, ledger: Ledger) -> Iterator[Problem]:
    """Tell which files are not published since their address was taken down."""
    known = {each.path: each for each in items.items} if site.taken_down else {}
    for path, name in site.taken_down.items():
        item, address = known.get(path), find_list_of(name) or name
        message = "{address} was taken down on {day}, and so this is not published"
        hint = "delete the file; if it is meant anew, give it another name"
        if address != name:
            message = "the introduction of {address} was taken down on {day}, and so this is not published"
            hint = "delete the file; if it is meant anew, write {field_id}: {slug}"
        elif item:
            hint = "delete the file; if it is meant anew, write {field_slug}: {slug}"
        slug = f"{(item.slug if item else '') or 'page'}-2"
        day = find_publication_day(ledger.last[name], config)
        values = {"address": address, "day": day, "slug": slug}
        yield make_problem("warning", "takedown", Place(f"content/{path}"), message, hint, **values)


def locate_item_field(folder: Path, item: Item, *fields: str) -> Place:
    """Give the Place of the first of some fields that an item's file has itself."""
    path = f"content/{item.path}"
    return locate_field(read_site_file(folder, path), path, *fields)


def check_future_items(items: Items, at: When, folder: Path) -> Iterator[Problem]:
    """Tell which items wait for their date; a date far ahead is rather a slip."""
    now = at.epoch
    seen: set[str] = set()
    for item in items.items:
        if item.date and item.date.epoch > now and not item.draft and item.id not in seen:
            seen.add(item.id)
            ahead = (item.date.day - at.day).days
            message = "this item is published on {date}; until then nobody sees it"
            where = locate_item_field(folder, item, "date")
            if ahead > FAR_AHEAD_DAYS:
                hint = "that is over a year ahead: is the year right?"
                yield make_problem("warning", "future", where, message, hint, date=item.date.machine)
            else:
                yield make_problem("notice", "future", where, message, date=item.date.machine)


def check_overdue_commitments(items: Items, site: Site, folder: Path) -> Iterator[Problem]:
    """Find public commitments whose day has passed and that no item says to be settled, each once."""
    settling = [item for item in (*items.items, *items.unsound) if item.settles and not item.draft]
    settled = {each for item in settling for each in item.settles}
    seen: set[str] = set()
    for item in [i for i in items.items if i.commitments]:
        if item.path not in site.by_path or item.path in site.withdrawn:
            continue
        places = ItemPlaces(folder, item)
        for each in item.commitments:
            if each.id not in seen and each.id not in settled and is_overdue(each, site.at):
                message = 'the commitment "{id}" was due on {due}'
                hint = (
                    "write its {field_status} and {field_evidence}, "
                    "or {field_settles}: [{id}] in the item that tells of its end"
                )
                due = each.due.machine if each.due else ""
                where = places.locate_value("commitments", each.id)
                yield make_problem("warning", "overdue", where, message, hint, id=each.id, due=due)
            seen.add(each.id)


def check_notice_days(items: Items, config: Config, folder: Path) -> Iterator[Problem]:
    """Find items that come later before their first event than their column allows.

    Clear days are those between the two: neither the day of the notice nor that of the event counts (England: Local
    Government Act 1972, Schedule 12, paragraphs 4 and 10), nor a day that the site's calendar leaves out.
    """
    counting = config.checks.counting
    asked = {each.id: each.notice_days for each in config.checks.columns if each.notice_days}
    seen: set[str] = set()
    for item in items.items if asked else ():
        wanted = asked.get(item.column, 0)
        if not wanted or not item.events or item.date is None or item.draft:
            continue
        if item.date.local[:10] < config.checks.since:
            continue
        first = min((each.date for each in item.events), key=lambda when: when.epoch)
        latest = counting.find_latest_day(first.day, wanted)
        if item.date.day > latest and item.id not in seen:
            seen.add(item.id)
            clear = counting.count_clear_days(item.date.day, first.day)
            message = "there are {clear} clear days between {date} and the event on {event}; {column} needs {wanted}"
            hint = "publish it by {latest}, or accept it with the reason why it could not be earlier"
            values = {"clear": clear, "date": item.date.day, "event": first.day, "column": item.column}
            where = locate_item_field(folder, item, "date", "events")
            yield make_problem("error", "deadline", where, message, hint, wanted=wanted, latest=latest, **values)


def check_unannounced_changes(
    items: Items, site: Site, config: Config, ledger: Ledger, folder: Path
) -> Iterator[Problem]:
    """Find public items, and attachments, that are not as they were published, and do not say so.

    What is dated for later says so too: items are judged as they are written.
    """
    public = [item for item in items.items if item.path in site.by_path]
    yield from check_unannounced_text_changes(public, site.at, config, ledger, folder)
    files = {line.id: line for line in ledger.list_published() if line.kind == "file"}
    for attachment in [each for path, each in site.files.items() if path in files and each.owner]:
        line = files[attachment.path]
        owners = [i for i in public if f"{attachment.owner}/" == i.path[: i.path.rfind("/") + 1]]
        if line.digest != attachment.digest and not any(
            has_noted_change(each, line, site.at, config) for each in owners
        ):
            message = "the file is not the one that was published on {day}, and nothing tells readers so"
            hint = "write {field_updated}: and the day in its item, or a correction that says what was wrong"
            at = Place(f"content/{attachment.path}")
            yield make_problem("warning", "change", at, message, hint, day=find_publication_day(line, config))


def check_unannounced_text_changes(
    public: Iterable[Item], at: When, config: Config, ledger: Ledger, folder: Path
) -> Iterator[Problem]:
    """Find texts, and blocks, that changed in silence; what a translation has from its original is told once."""
    published = {(line.id, line.lang): line for line in ledger.list_published() if line.kind in {"item", "page"}}
    hint = "write {field_updated}: and the day, or a correction that says what was wrong"
    pairs = ((item, published.get((item.id, item.lang))) for item in public)
    silent = [
        (i, line) for i, line in pairs if line and is_changed(i, line) and not has_noted_change(i, line, at, config)
    ]
    reported: set[tuple[str, str]] = set()
    # An original's name is shorter than those of its translations.
    for item, line in sorted(silent, key=lambda pair: (len(pair[0].path), pair[0].path)):
        if line.digest not in {"", item.body}:
            message = "the text is not the one that was published on {day}, and nothing tells readers so"
            where = locate_item_field(folder, item, "updated")
            yield make_problem("warning", "change", where, message, hint, day=find_publication_day(line, config))
            continue
        fields = [each for each in find_changed_fields(line.says, item.says) if (item.id, each) not in reported]
        reported |= {(item.id, each) for each in fields}
        if fields:
            message = "{fields}: this is not as it was published on {day}, and nothing tells readers so"
            where = locate_item_field(folder, item, *fields)
            names = ", ".join(list_written_names(folder, item, fields))
            yield make_problem(
                "warning", "change", where, message, hint, day=find_publication_day(line, config), fields=names
            )


def list_written_names(folder: Path, item: Item, fields: Iterable[str]) -> Iterator[str]:
    """Give the names that fields have in an item's file."""
    path = f"content/{item.path}"
    own = parse_front_matter(read_site_file(folder, path), path).fields
    for name in fields:
        field = own.get(name)
        yield field.written if field else name


def is_changed(item: Item, line: LedgerLine) -> bool:
    """Tell whether an item is not as a line of the ledger has it; an older line may know less of it."""
    return line.digest not in {"", item.body} or line.says not in {"", item.says}


def has_noted_change(item: Item, line: LedgerLine, at: When, config: Config) -> bool:
    """Tell whether an item says that it changed after a publication.

    A day says so if it is later than that of the publication; the same day only as long as that has not passed.
    """
    noted = [each.date for each in item.corrections]
    noted += [item.updated] if item.updated else []
    noted += [item.withdrawn.date] if item.withdrawn else []
    published = find_publication_time(line, config)
    if published is None:
        return True
    today = at.day <= published.day
    return any(
        each.epoch > published.epoch
        if each.timed
        else each.day > published.day or (today and each.day == published.day)
        for each in noted
    )


def find_publication_day(line: LedgerLine, config: Config) -> str:
    """Give the day of a publication on the site's clock."""
    when = find_publication_time(line, config)
    return when.local[:10] if when else line.published[:10]


def find_publication_time(line: LedgerLine, config: Config) -> When | None:
    """Give the moment of a publication on the site's clock."""
    place = find_time_zone(config.time_zone) or find_time_zone("UTC")
    return parse_when(line.published, place) if place else None
