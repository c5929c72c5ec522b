"""One item's files -> Items with what was converted: decodes, validates, converts; decides nothing about the site."""

import re
from io import FileIO
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import Config
from site_builder.content.body_cache import BodyCache, ConvertedBody
from site_builder.content.field_digests import digest_fields
from site_builder.content.item_digests import digest_brief, digest_item, digest_relations
from site_builder.content.parse_result import ParsedFile, ParseJob, ParseResult, TextCheckerFactory, digest_bytes
from site_builder.decoding import LARGEST, decode, decode_leniently
from site_builder.fields import ITEM_FIELDS
from site_builder.front_matter.field_names import YES
from site_builder.front_matter.read import FrontMatter, parse_front_matter
from site_builder.front_matter.registries import RegisteredNames
from site_builder.front_matter.to_item import ItemFrontMatter, validate_item
from site_builder.language import add_own_words
from site_builder.markdown.audit import convert_and_audit, make_problems
from site_builder.markdown.convert import MarkdownConverter
from site_builder.markdown.limits import check_limits
from site_builder.markdown.plain_text import to_plain_text
from site_builder.markdown.search_terms import find_terms
from site_builder.markdown.source.prepare import has_line_ends_to_keep
from site_builder.markdown.summary import summarise
from site_builder.model import Outline
from site_builder.problem import Checked, Place, Problem, has_errors, make_problem

# Few items are larger, and asking for much more than there is takes longer than reading it.
FIRST_READ = 1 << 16


class DecodedFile(Struct, frozen=True):
    """A file as read: its text and front matter, or why there is none and whether it seems a draft all the same."""

    digest: str
    text: str | None
    front_matter: FrontMatter | None
    problems: tuple[Problem, ...] = ()
    draft: bool = False

    @property
    def block(self) -> str:
        """The digest of the block at the head."""
        return (
            digest_bytes(self.text[: self.front_matter.body].encode())
            if self.text is not None and self.front_matter
            else ""
        )


class ItemParser:
    """One process's tools for parsing: the names, the converter, the judge of texts, the fragments of the last run."""

    def __init__(
        self, site: Path, config: Config, body_cache: BodyCache | None, make_checker: TextCheckerFactory
    ) -> None:
        """Lay the tools out for a site folder; `make_checker` makes the judge for its settings."""
        self.site = site
        self.check_text = make_checker(config)
        self.names = RegisteredNames.build(config)
        add_own_words(config.words)
        self.text_locales = config.text_locales
        self.search = config.search
        self.keeps_line_ends = config.keeps_line_ends
        # What this run adds is not looked for in it: each body is converted where it is met.
        self.body_cache = None if body_cache is None or body_cache.is_empty() else body_cache
        self.markdown = MarkdownConverter()

    def parse_jobs(self, jobs: list[ParseJob]) -> list[ParseResult]:
        """Parse the files of jobs; one whose bytes and whose original's block are unchanged stays as it was."""
        return [outcome for job in jobs for outcome in self.parse_item(job)]

    def parse_item(self, job: ParseJob) -> list[ParseResult]:
        """Parse the translations of one item, the original first."""
        outcomes: list[ParseResult] = []
        original: DecodedFile | None = None
        for path, language, old in sorted(job.files, key=lambda file: file[1]):
            opened = self.read_source(path)
            block = original.block if original else ""
            if old is not None and (old.digest, old.original) == (opened.digest, block):
                outcomes.append(ParseResult(old))
            else:
                outcomes.append(self.parse_file(job.stem, path, language, opened, original))
            if not language:
                original = opened
        return outcomes

    def read_source(self, path: str) -> DecodedFile:
        """Read a file and the block at its head."""
        where = f"content/{path}"
        read = read_file(f"{self.site}/{where}", where)
        if read.value is None:
            return DecodedFile("", None, None, read.problems)
        decoded = decode(read.value, where)
        if decoded.value is None:
            return DecodedFile(digest_bytes(read.value), None, None, decoded.problems, seems_draft(read.value))
        return DecodedFile(
            digest_bytes(read.value), decoded.value, parse_front_matter(decoded.value, where), decoded.problems
        )

    def parse_file(
        self, stem: str, path: str, language: str, opened: DecodedFile, original: DecodedFile | None
    ) -> ParseResult:
        """Validate the block and convert the body of one file."""
        block = original.block if original else ""
        if opened.text is None or opened.front_matter is None:
            parsed = ParsedFile(path, opened.digest, "", block, None, draft=opened.draft, problems=opened.problems)
            return ParseResult(parsed, anew=True)
        head = ItemFrontMatter(
            path,
            stem,
            language,
            opened.front_matter,
            original.front_matter if original and original.front_matter else None,
        )
        validated = validate_item(head, self.names)
        key, fragment, anew, found = self.convert_body(
            f"content/{path}", opened.text, opened.front_matter.body, validated.item.lang
        )
        item = validated.item
        problems = (*opened.problems, *opened.front_matter.problems, *validated.problems, *found)
        # What is refused is not searched either: it may take as long.
        start = opened.front_matter.body
        text = opened.text if fragment or not start else opened.text[:start]
        if any(each.rule == "size" for each in opened.front_matter.problems):
            text, start = "", 0
        problems = self.check_text(f"content/{path}", text, start, item, problems)
        if fragment:
            prose = fragment.prose
            made = {"body": key, "says": digest_fields(item), "summary": item.summary or summarise(prose, item.title)}
            outline = msgspec.msgpack.encode(Outline(prose.headings, prose.ids)) if prose.headings or prose.ids else b""
            item = replace(item, links=prose.links, outline=outline, **made)
        parsed = ParsedFile(
            path=path,
            digest=opened.digest,
            block=opened.block,
            original=block,
            item=item,
            item_digest=digest_item(item),
            brief_digest=digest_brief(item),
            relations_digest=digest_relations(item),
            sound=fragment is not None and not has_errors(problems),
            draft=is_draft(head),
            unregistered=tuple(map(msgspec.msgpack.encode, validated.unregistered)),
            problems=problems,
        )
        return ParseResult(parsed, anew=True, body=msgspec.msgpack.encode(fragment) if anew and fragment else b"")

    def convert_body(
        self, path: str, text: str, start: int, lang: str
    ) -> tuple[str, ConvertedBody | None, bool, tuple[Problem, ...]]:
        """Convert a body, unless it has been; give its digest, Fragment, whether that is new, and its Problems."""
        if start == 0:
            return "", None, False, ()
        long = check_limits(path, text, start)
        if long:
            return "", None, False, (long,)
        body, lang = text[start:], self.text_locales.get(lang, lang)
        breaks = self.keeps_line_ends and has_line_ends_to_keep(body, lang)
        key = digest_bytes(f"{lang}{' with line ends' if breaks else ''}\n{body}".encode())
        fragment = self.body_cache.get(key) if self.body_cache else None
        anew = fragment is None or (self.search and fragment.terms is None)
        if fragment is None:
            fragment = ConvertedBody(*convert_and_audit(body, lang, self.markdown, breaks=breaks))
        if self.search and fragment.terms is None:
            plain = to_plain_text(fragment.prose.html)
            fragment = replace(fragment, terms="\n".join(sorted(find_terms(plain))), text=plain)
        return key, fragment, anew, make_problems(path, text, start, fragment.prose, fragment.removed)


def is_draft(head: ItemFrontMatter) -> bool:
    """Tell whether an item says that it is a draft, even where the rest of it cannot be read."""
    for written in (head.front_matter, head.original):
        field = written.fields.get("draft") if written else None
        if field is not None:
            return getattr(field.node, "text", "").strip().lower() in YES
    return False


def seems_draft(data: bytes) -> bool:
    """Tell whether a file that is no text to us says at its head, for all that can be read, that it is a draft."""
    head = decode_leniently(data[:FIRST_READ]).lstrip("\ufffd\n").partition("\n---")[0]
    names = "|".join(("draft", *ITEM_FIELDS["draft"]))
    found = re.search(rf"^(?:{names})[ \t]*[:：][ \t]*[\"']?(\w+)", head, re.MULTILINE)
    return found is not None and found[1].lower() in YES


def read_file(file: str, path: str) -> Checked[bytes | None]:
    """Read an item's file, or the start of one that is too large to be an item."""
    try:
        with FileIO(file) as stream:
            data = stream.read(FIRST_READ)
            while len(data) <= LARGEST and (more := stream.read(LARGEST + 1 - len(data))):
                data += more
            return Checked(data)
    except OSError as error:
        at = Place(path)
        return Checked(
            None, (make_problem("error", "name", at, "the file cannot be read: {reason}", reason=error.strerror),)
        )
