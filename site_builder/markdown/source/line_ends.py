"""The ends of lines in Chinese paragraphs: kept where the site says so, else told where lines were surely meant."""

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.elements.block_names import BLOCKS
from site_builder.markdown.source.paragraph_lines import find_paragraphs, read_words
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.mends.mend import Edit

HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"
LABEL = compile_late(r"[ 　]*[^\s：:，。；、（(\0]{1,8}[：:]\s*\S|[ 　]*【[^】\n]{1,12}】")
NUMBER = compile_late(
    rf"[ 　]*(?:{HAN_NUMBER}、|[（(](?:{HAN_NUMBER}|\d{{1,3}})[）)]|\d{{1,3}}(?:[、．）)]|\.(?!\d))|[①-⒛]"
    rf"|第(?:{HAN_NUMBER}|\d{{1,4}})[条章节款项])"
)
BULLET = compile_late(r"[ 　]*([-+●•·○◆◇■□▲△★☆※√✓➢→]) *(?=\w)")
# What keeps the end of a line by itself.
KEPT = compile_late(r"(?:  |<br ?/?>)$")
WIDE_INDENT = "　　"


def find_line_ends(source: Snapshot, *, keep: bool) -> None:
    """Keep the ends of lines, or tell where they are lost."""
    for start, end in find_paragraphs(source, BLOCKS):
        if keep:
            for number in range(start, end - 1):
                keep_line_end(source, number)
        else:
            tell_lost_lines(source, start, end)


def keep_line_end(source: Snapshot, number: int) -> None:
    """Have the end of a line kept, unless it is already."""
    line = source.lines[number].text
    if not KEPT.search(line):
        end = source.starts[number] + len(line)
        source.edits.append(Edit(end, end, "  "))


def tell_lost_lines(source: Snapshot, start: int, end: int) -> None:
    """Tell the first line that will run on from the one above although it begins like that, or has an indent."""
    for number in range(start + 1, end):
        line = read_words(source.seen_lines[number])
        if KEPT.search(source.lines[number - 1].text):
            continue
        if line.startswith(WIDE_INDENT) or are_alike(read_words(source.seen_lines[number - 1]), line):
            source.tell("lines", source.starts[number])
            return


def are_alike(above: str, line: str) -> bool:
    """Tell whether two lines begin with a label, with a number or with the same sign."""
    if any(kind.match(line) and kind.match(above) for kind in (LABEL, NUMBER)):
        return True
    one, other = BULLET.match(above), BULLET.match(line)
    return one is not None and other is not None and one[1] == other[1]
