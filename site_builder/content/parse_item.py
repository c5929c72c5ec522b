"""One item's files -> Items with what was converted: decodes, validates, converts; decides nothing about the site."""

import re
from io import FileIO
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import Config
from site_builder.decoding import LARGEST, decode, legible
from site_builder.field_names import ITEM_FIELDS
from site_builder.model import Outline
from site_builder.problem import Checked, Place, Problem, errors, problem
from site_builder.content.body_cache import Fragment, Fragments
from site_builder.front_matter.read import FrontMatter, read_front_matter
from site_builder.front_matter.to_item import Head, validate
from site_builder.content.item_digests import digest_kin, digest_shown, digest_whole
from site_builder.front_matter.field_names import YES
from site_builder.content.parse_result import Job, Judges, Outcome, Parsed, digest
from site_builder.markdown.convert import Converter
from site_builder.markdown.plain_text import plain
from site_builder.front_matter.registries import Names
from site_builder.markdown.audit import examine, problems_of, too_long
from site_builder.content.field_digests import says
from site_builder.markdown.summary import summarise
from site_builder.markdown.search_terms import terms

# Few items are larger, and asking for much more than there is takes longer than reading it.
MOSTLY = 1 << 16


class Opened(Struct, frozen=True):
    """A file as read: its text and front matter, or why there is none and whether it seems a draft all the same."""

    digest: str
    text: str | None
    written: FrontMatter | None
    problems: tuple[Problem, ...] = ()
    draft: bool = False

    @property
    def block(self) -> str:
        """The digest of the block at the head."""
        return digest(self.text[: self.written.body].encode()) if self.text is not None and self.written else ""


class Bench:
    """One process's tools for parsing: the names, the converter, the judge of texts, the fragments of the last run."""

    def __init__(self, site: Path, config: Config, fragments: Fragments, judges: Judges) -> None:
        """Lay the tools out for a site folder; `judges` makes the judge for its settings."""
        self.site = site
        self.judge = judges(config)
        self.names = Names.of(config)
        self.search = config.search
        # What this run adds is not looked for in it: each body is converted where it is met.
        self.fragments = None if fragments.empty() else fragments
        self.markdown = Converter()

    def parse(self, jobs: list[Job]) -> list[Outcome]:
        """Parse the files of jobs; one whose bytes and whose original's block are unchanged stays as it was."""
        return [outcome for job in jobs for outcome in self.item(job)]

    def item(self, job: Job) -> list[Outcome]:
        """Parse the translations of one item, the original first."""
        outcomes: list[Outcome] = []
        original: Opened | None = None
        for path, language, old in sorted(job.files, key=lambda file: file[1]):
            opened = self.open(path)
            block = original.block if original else ""
            if old is not None and (old.digest, old.original) == (opened.digest, block):
                outcomes.append(Outcome(old))
            else:
                outcomes.append(self.file(job.stem, path, language, opened, original))
            if not language:
                original = opened
        return outcomes

    def open(self, path: str) -> Opened:
        """Read a file and the block at its head."""
        where = f"content/{path}"
        read = read_file(f"{self.site}/{where}", where)
        if read.value is None:
            return Opened("", None, None, read.problems)
        decoded = decode(read.value, where)
        if decoded.value is None:
            return Opened(digest(read.value), None, None, decoded.problems, seems_draft(read.value))
        return Opened(digest(read.value), decoded.value, read_front_matter(decoded.value, where), decoded.problems)

    def file(self, stem: str, path: str, language: str, opened: Opened, original: Opened | None) -> Outcome:
        """Validate the block and convert the body of one file."""
        block = original.block if original else ""
        if opened.text is None or opened.written is None:
            parsed = Parsed(path, opened.digest, "", block, None, draft=opened.draft, problems=opened.problems)
            return Outcome(parsed, anew=True)
        head = Head(path, stem, language, opened.written, original.written if original and original.written else None)
        validated = validate(head, self.names)
        key, fragment, anew, found = self.body(f"content/{path}", opened.text, opened.written.body, validated.item.lang)
        item = validated.item
        problems = (*opened.problems, *opened.written.problems, *validated.problems, *found)
        problems = self.judge(f"content/{path}", opened.text, opened.written.body, item, problems)
        if fragment:
            prose = fragment.prose
            made = {"body": key, "says": says(item), "summary": item.summary or summarise(prose)}
            outline = msgspec.msgpack.encode(Outline(prose.headings, prose.ids)) if prose.headings or prose.ids else b""
            item = replace(item, links=prose.links, outline=outline, **made)
        parsed = Parsed(
            path=path,
            digest=opened.digest,
            block=opened.block,
            original=block,
            item=item,
            whole=digest_whole(item),
            shown=digest_shown(item),
            kin=digest_kin(item),
            sound=fragment is not None and not errors(problems),
            draft=is_draft(head),
            unregistered=tuple(map(msgspec.msgpack.encode, validated.unregistered)),
            problems=problems,
        )
        return Outcome(parsed, anew=True, fragment=msgspec.msgpack.encode(fragment) if anew and fragment else b"")

    def body(
        self, path: str, text: str, start: int, lang: str
    ) -> tuple[str, Fragment | None, bool, tuple[Problem, ...]]:
        """Convert a body, unless it has been; give its digest, Fragment, whether that is new, and its Problems."""
        if start == 0:
            return "", None, False, ()
        long = too_long(path, text, start)
        if long:
            return "", None, False, (long,)
        body = text[start:]
        key = digest(f"{lang}\n{body}".encode())
        fragment = self.fragments.get(key) if self.fragments else None
        anew = fragment is None or (self.search and fragment.terms is None)
        if fragment is None:
            fragment = Fragment(*examine(body, lang, self.markdown))
        if self.search and fragment.terms is None:
            fragment = replace(fragment, terms="\n".join(sorted(terms(plain(fragment.prose.html)))))
        return key, fragment, anew, problems_of(path, text, start, fragment.prose, fragment.removed)


def is_draft(head: Head) -> bool:
    """Tell whether an item says that it is a draft, even where the rest of it cannot be read."""
    for written in (head.written, head.original):
        field = written.fields.get("draft") if written else None
        if field is not None:
            return getattr(field.node, "text", "").strip().lower() in YES
    return False


def seems_draft(data: bytes) -> bool:
    """Tell whether a file that is no text to us says at its head, for all that can be read, that it is a draft."""
    head = legible(data[:MOSTLY]).lstrip("\ufffd\n").partition("\n---")[0]
    names = "|".join(("draft", *ITEM_FIELDS["draft"]))
    found = re.search(rf"^(?:{names})[ \t]*[:：][ \t]*[\"']?(\w+)", head, re.MULTILINE)
    return found is not None and found[1].lower() in YES


def read_file(file: str, path: str) -> Checked[bytes | None]:
    """Read an item's file, or the start of one that is too large to be an item."""
    try:
        with FileIO(file) as stream:
            data = stream.read(MOSTLY)
            while len(data) <= LARGEST and (more := stream.read(LARGEST + 1 - len(data))):
                data += more
            return Checked(data)
    except OSError as error:
        at = Place(path)
        return Checked(
            None, (problem("error", "name", at, "the file cannot be read: {reason}", reason=error.strerror),)
        )
