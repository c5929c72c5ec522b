"""Which published addresses a build would lose, and which it only leaves out until a mistake is mended."""

from collections.abc import Collection, Iterable, Iterator

from site_builder import urls
from site_builder.content.load import Items
from site_builder.content.scan import ALMOST_ITEM, split_language
from site_builder.ledger import LEDGER, REMOVAL, Ledger, LedgerLine, format_moment
from site_builder.model import Item, When
from site_builder.problem import Place, Problem, make_problem
from site_builder.site.addresses import Addresses
from site_builder.site.publication_gate import is_over, is_withdrawn
from site_builder.urls import find_column, make_default_id, slugify_path

# Any year: what stands before it in an address is asked for.
YEAR = "0000"
SETTINGS = "site.toml"


def check_losses(  # noqa: PLR0913, PLR0917 - what was published, what is there now, and what is only left out
    ledger: Ledger, occupied: Collection[str], items: Items, addresses: Addresses, at: When, faulty: frozenset[str]
) -> Iterator[Problem]:
    """Find published addresses that the site would lose other than by `expires`; each says the ways out.

    What is of `faulty` files is not lost: it comes back when their own mistakes, which are told, are mended. Without
    sound settings no address can be judged.
    """
    aliases = {urls.make_alias_address(alias) for i in items.items for alias in i.aliases}
    gone = [each for each in ledger.list_published() if each.address not in occupied and each.address not in aliases]
    if not gone or SETTINGS in faulty:
        return
    over = {
        *(addresses.find_address(i) for i in items.items if is_over(i, at) or is_withdrawn(i, at)),
        *ledger.list_taken_down(),
    }
    lengths = {len(each) for each in over}
    holders = {(i.id, i.lang): i for i in reversed((*items.items, *items.unsound))}
    left_out = find_left_out(gone, faulty, items.unsound, addresses) if faulty else frozenset()
    for line in gone:
        if line.address in over or any(line.address[:length] in over for length in lengths):
            continue
        if line.address not in left_out:
            yield make_loss_problem(line, ledger, holders.get((line.id, line.lang)), at)


def make_loss_problem(line: LedgerLine, ledger: Ledger, holder: Item | None, at: When) -> Problem:
    """Say that an address would be lost: at the item that had it, or at its line of the ledger."""
    record = REMOVAL.format(address=line.address, moment=format_moment(at.epoch))
    message = "the address {address} has been published, and this build would lose it"
    if holder:
        place = Place(f"content/{holder.path}")
        hint = (
            "write {field_aliases}: [{address}], "
            "or keep it public and write {field_withdrawn}: with {field_date} and {field_reason}"
        )
    else:
        place = Place(LEDGER, ledger.number[line.address], 1, ledger.format_line(line.address))
        hint = (
            "write {field_id}: {id} or {field_aliases}: [{address}] into the item that takes its place, "
            "or put the file back with {field_withdrawn}:, or add this line to content/ledger.jsonl: {record}"
        )
    return make_problem("error", "ledger", place, message, hint, address=line.address, id=line.id, record=record)


def find_left_out(
    gone: Iterable[LedgerLine], faulty: Collection[str], unsound: Iterable[Item], addresses: Addresses
) -> frozenset[str]:
    """Give the addresses that are of faulty files: of the items, of their aliases, of what lies beside them."""
    by_path = {i.path: i for i in unsound}
    folders = (*(f"{each}/" for each in faulty), *(f"{p.rpartition('/')[0]}/" for p in faulty if is_index(p)))
    found = {line.address for line in gone if line.id in faulty or line.id.startswith(folders)}
    texts = [line for line in gone if line.kind != "file"]
    for path in faulty:
        almost = ALMOST_ITEM.fullmatch(path)
        if almost:
            own = set(find_item_lines(f"{almost['stem']}.md", by_path.get(path), texts, addresses))
            ids = {(line.id, line.lang) for line in own}
            found |= {line.address for line in texts if (line.id, line.lang) in ids}
    return frozenset(found)


def find_item_lines(
    path: str, item: Item | None, texts: Iterable[LedgerLine], addresses: Addresses
) -> Iterator[LedgerLine]:
    """Give the lines of one faulty item: by id, by equal body, or by the address that the name of its file makes.

    One of which not even that can be read may be any that is missing in its column.
    """
    stem, named = split_language(path, addresses.languages)
    lang = item.lang if item else named or addresses.config.language
    slug, ids = slugify_path(stem), {make_default_id(stem), item.id if item else ""}
    start = addresses.find_prefix(lang, find_column(path), YEAR).removesuffix(f"{YEAR}/")
    depth = 2 if find_column(path) else 1
    alike = [line for line in texts if line.lang == lang]
    beneath_prefix = [line for line in alike if line.address.startswith(start)]
    beneath_prefix = [line for line in beneath_prefix if line.address.removeprefix(start).count("/") == depth]
    sure = {
        *(line for line in alike if line.id in ids or (item and item.body and line.digest == item.body)),
        *(line for line in beneath_prefix if line.address.endswith(f"/{slug}/")),
    }
    yield from sure or (beneath_prefix if item is None or not item.body else ())


def is_index(path: str) -> bool:
    """Tell whether a file is the text of an item's folder."""
    return path.rpartition("/")[2].startswith("index.")
