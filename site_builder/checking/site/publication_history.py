"""What the record of items says at a moment: what is yet to come, overdue, too late, or changed in silence.

A change is told from the ledger, which has the digest of each text as it was last published.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from site_builder.checking.site.reviews import check_reviews
from site_builder.checking.source_places import field_place, opened, value_place
from site_builder.config import Config, zone
from site_builder.content.field_digests import differing
from site_builder.content.load import Items
from site_builder.dates import parse_when
from site_builder.front_matter.read import read_front_matter
from site_builder.ledger import Ledger, Line
from site_builder.model import Item, When
from site_builder.problem import Place, Problem, problem
from site_builder.site.organise import Site
from site_builder.site.publication_gate import is_overdue

# A date further ahead than this is more likely a slip of a digit than a plan.
FAR = 366


def check_record(items: Items, site: Site, config: Config, ledger: Ledger, folder: Path) -> Iterator[Problem]:
    """Judge the items at the site's moment; `folder` is the site's, for the places of Problems."""
    yield from future(items, site.at, folder)
    yield from overdue(items, site, folder)
    yield from deadlines(items, config, folder)
    yield from check_reviews(items, config.checks, folder)
    yield from taken_down(items, site, config, ledger)
    if ledger.last:
        yield from changed(items, site, config, ledger, folder)


def taken_down(items: Items, site: Site, config: Config, ledger: Ledger) -> Iterator[Problem]:
    """Tell which files are not published since their address was taken down."""
    slugs = {each.path: each.slug for each in items.items} if site.taken_down else {}
    for path, address in site.taken_down.items():
        message = "{address} was taken down on {day}, and so this is not published"
        hint = "delete the file; if it is meant anew, give it another name"
        if path in slugs:
            hint = "delete the file; if it is meant anew, write {field_slug}: {slug}"
        slug = f"{slugs.get(path) or 'page'}-2"
        day = day_of(ledger.last[address], config)
        values = {"address": address, "day": day, "slug": slug}
        yield problem("warning", "takedown", Place(f"content/{path}"), message, hint, **values)


def placed(folder: Path, item: Item, *fields: str) -> Place:
    """Give the Place of the first of some fields that an item's file has itself."""
    path = f"content/{item.path}"
    return field_place(opened(folder, path), path, *fields)


def future(items: Items, at: When, folder: Path) -> Iterator[Problem]:
    """Tell which items wait for their date; a date far ahead is rather a slip."""
    now = at.epoch
    seen: set[str] = set()
    for item in items.items:
        if item.date and item.date.epoch > now and not item.draft and item.id not in seen:
            seen.add(item.id)
            ahead = (item.date.day - at.day).days
            message = "this item is published on {date}; until then nobody sees it"
            where = placed(folder, item, "date")
            if ahead > FAR:
                hint = "that is over a year ahead: is the year right?"
                yield problem("warning", "future", where, message, hint, date=item.date.machine)
            else:
                yield problem("notice", "future", where, message, date=item.date.machine)


def overdue(items: Items, site: Site, folder: Path) -> Iterator[Problem]:
    """Find public commitments whose day has passed and that no item says to be settled, each once."""
    settling = [item for item in (*items.items, *items.unsound) if item.settles and not item.draft]
    settled = {each for item in settling for each in item.settles}
    seen: set[str] = set()
    for item in [i for i in items.items if i.commitments]:
        if item.path not in site.by_path or item.path in site.withdrawn:
            continue
        for each in item.commitments:
            if each.id not in seen and each.id not in settled and is_overdue(each, site.at):
                message = 'the commitment "{id}" was due on {due}'
                hint = (
                    "write its {field_status} and {field_evidence}, "
                    "or {field_settles}: [{id}] in the item that tells of its end"
                )
                due = each.due.machine if each.due else ""
                where = value_place(folder, item, "commitments", each.id)
                yield problem("warning", "overdue", where, message, hint, id=each.id, due=due)
            seen.add(each.id)


def deadlines(items: Items, config: Config, folder: Path) -> Iterator[Problem]:
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
        latest = counting.latest(first.day, wanted)
        if item.date.day > latest and item.id not in seen:
            seen.add(item.id)
            clear = counting.clear_days(item.date.day, first.day)
            message = "there are {clear} clear days between {date} and the event on {event}; {column} needs {wanted}"
            hint = "publish it by {latest}, or accept it with the reason why it could not be earlier"
            values = {"clear": clear, "date": item.date.day, "event": first.day, "column": item.column}
            where = placed(folder, item, "date", "events")
            yield problem("error", "deadline", where, message, hint, wanted=wanted, latest=latest, **values)


def changed(items: Items, site: Site, config: Config, ledger: Ledger, folder: Path) -> Iterator[Problem]:
    """Find public items, and attachments, that are not as they were published, and do not say so.

    What is dated for later says so too: items are judged as they are written.
    """
    public = [item for item in items.items if item.path in site.by_path]
    yield from changed_texts(public, site.at, config, ledger, folder)
    files = {line.id: line for line in ledger.standing() if line.kind == "file"}
    for attachment in [each for path, each in site.files.items() if path in files and each.owner]:
        line = files[attachment.path]
        owners = [i for i in public if f"{attachment.owner}/" == i.path[: i.path.rfind("/") + 1]]
        if line.digest != attachment.digest and not any(tells(each, line, site.at, config) for each in owners):
            message = "the file is not the one that was published on {day}, and nothing tells readers so"
            hint = "write {field_updated}: and the day in its item, or a correction that says what was wrong"
            at = Place(f"content/{attachment.path}")
            yield problem("warning", "change", at, message, hint, day=day_of(line, config))


def changed_texts(public: Iterable[Item], at: When, config: Config, ledger: Ledger, folder: Path) -> Iterator[Problem]:
    """Find texts, and blocks, that changed in silence; what a translation has from its original is told once."""
    published = {(line.id, line.lang): line for line in ledger.standing() if line.kind in {"item", "page"}}
    hint = "write {field_updated}: and the day, or a correction that says what was wrong"
    pairs = ((item, published.get((item.id, item.lang))) for item in public)
    silent = [(i, line) for i, line in pairs if line and differs(i, line) and not tells(i, line, at, config)]
    told: set[tuple[str, str]] = set()
    # An original's name is shorter than those of its translations.
    for item, line in sorted(silent, key=lambda pair: (len(pair[0].path), pair[0].path)):
        if line.digest not in {"", item.body}:
            message = "the text is not the one that was published on {day}, and nothing tells readers so"
            where = placed(folder, item, "updated")
            yield problem("warning", "change", where, message, hint, day=day_of(line, config))
            continue
        fields = [each for each in differing(line.says, item.says) if (item.id, each) not in told]
        told |= {(item.id, each) for each in fields}
        if fields:
            message = "{fields}: this is not as it was published on {day}, and nothing tells readers so"
            where = placed(folder, item, *fields)
            names = ", ".join(named(folder, item, fields))
            yield problem("warning", "change", where, message, hint, day=day_of(line, config), fields=names)


def named(folder: Path, item: Item, fields: Iterable[str]) -> Iterator[str]:
    """Give the names that fields have in an item's file."""
    path = f"content/{item.path}"
    own = read_front_matter(opened(folder, path), path).fields
    for name in fields:
        field = own.get(name)
        yield field.written if field else name


def differs(item: Item, line: Line) -> bool:
    """Tell whether an item is not as a line of the ledger has it; an older line may know less of it."""
    return line.digest not in {"", item.body} or line.says not in {"", item.says}


def tells(item: Item, line: Line, at: When, config: Config) -> bool:
    """Tell whether an item says that it changed after a publication.

    A day says so if it is later than that of the publication; the same day only as long as that has not passed.
    """
    noted = [each.date for each in item.corrections]
    noted += [item.updated] if item.updated else []
    noted += [item.withdrawn.date] if item.withdrawn else []
    published = when_of(line, config)
    if published is None:
        return True
    today = at.day <= published.day
    return any(
        each.epoch > published.epoch
        if each.timed
        else each.day > published.day or (today and each.day == published.day)
        for each in noted
    )


def day_of(line: Line, config: Config) -> str:
    """Give the day of a publication on the site's clock."""
    when = when_of(line, config)
    return when.local[:10] if when else line.published[:10]


def when_of(line: Line, config: Config) -> When | None:
    """Give the moment of a publication on the site's clock."""
    place = zone(config.time_zone) or zone("UTC")
    return parse_when(line.published, place) if place else None
