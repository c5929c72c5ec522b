"""A live site against its manifest: what was tampered with, is missing or was added; changes nothing."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from msgspec import Struct

from site_builder.http_client import CONNECTIONS, OK, Answer, Fetcher, fetcher
from site_builder.problem import Place, Problem, Refused, errors, gather, problem
from site_builder.publishing.last_published import Last
from site_builder.publishing.release.manifest import NAME, SIGNATURE, Entry, ReleaseManifest, read_manifest
from site_builder.publishing.release.signing import Answer as Signed
from site_builder.publishing.release.signing import check_signature
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.verify.compare_file import Judged, judge, shown_address
from site_builder.publishing.verify.crawl import Roots, address_of, links
from site_builder.publishing.verify.headers import shown, warnings
from site_builder.publishing.verify.planted_files import find_planted

Progress = Callable[[str, int, int], None]
LARGEST_MANIFEST = 64 << 20
LARGEST_PAGE = 4 << 20
# How many addresses that no manifest knows are asked for at most.
MOST_STRANGERS = 1000


class Known(Struct, frozen=True):
    """What is known of a site beside what it says of itself.

    `signers` is an allowed-signers file; `last` the release that was last made live from here; `newest` the time of the
    newest release that the target is known to have had; `local` the files of the local build; `lying` is what lies
    in the live release on its target, `problems` why that is not known; `ours` are the SHA-256 of manifests that were
    made here; `zone` is the site's time zone.
    """

    signers: bytes | None = None
    last: Last | None = None
    newest: str = ""
    local: dict[str, Entry] | None = None
    lying: tuple[ReleaseFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    ours: frozenset[str] = frozenset()
    zone: str = ""


class Verdict(Struct, frozen=True, kw_only=True):
    """What came of a verification; `problems` name addresses below `url`, counts are of files and bytes compared.

    `judged` is False where nothing here proves who made the live release, so that it may be anybody's. `zone` is the
    site's time zone, where that is known.
    """

    url: str
    released: str = ""
    base_url: str = ""
    signature: str = "unchecked"
    judged: bool = True
    zone: str = ""
    files: int = 0
    requests: int = 0
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()

    def count(self, rule: str) -> int:
        """Count the errors of a rule."""
        return sum(each.rule == rule and each.severity == "error" for each in self.problems)


def verify(url: str, known: Callable[[str], Known], progress: Progress = lambda *_: None) -> Verdict:
    """Compare a live site with its manifest; `url` is its root, `known` says what is known of a manifest's base_url.

    Raises Refused (3) where the site cannot be reached.
    """
    start = time.perf_counter()
    with fetcher() as web:
        answer = web.get(url + NAME, limit=LARGEST_MANIFEST)
        if answer.failure:
            raise Refused(3, "the site {url} cannot be reached: {reason}", url=url, reason=shown(answer.failure))
        root, moved = moved_root(url, answer)
        manifest = read_manifest(answer.body) if answer.status == OK else None
        facts = known(manifest.base_url if manifest else "")
        signature, wrong = judged_signature(web, root, answer, facts.signers)
        problems = [
            *moved,
            *facts.problems,
            *judged_manifest(answer, manifest),
            *wrong,
            *judged_age(answer.body, manifest, facts),
        ]
        proven = signature == "good" or sha256(answer.body).hexdigest() in facts.ours
        newer = is_newer(manifest, facts)
        problems += judged_build(manifest, facts.local, may_differ=proven or newer)
        same = manifest is not None and manifest.files == facts.local and not newer
        judged = proven or same or facts.signers is not None or bool(errors(problems))
        problems += [] if judged else unjudged(manifest)
        files = manifest.files if manifest else facts.local or {}
        run = Run(web, Roots(root, manifest.base_url if manifest else root), files, progress)
        if files:  # without any list, everything would be a stranger
            problems += [*run.all(), *find_planted(facts.lying, files)]
        if files and web.get(url + NAME, limit=LARGEST_MANIFEST).failure:
            raise Refused(3, "the site {url} cannot be reached any more", url=url)
    return Verdict(
        url=url,
        released=manifest.released if manifest else "",
        base_url=manifest.base_url if manifest else "",
        signature=signature,
        judged=judged,
        zone=facts.zone,
        files=len(files),
        requests=run.requests,
        seconds=round(time.perf_counter() - start, 3),
        problems=gather(problems),
    )


def moved_root(url: str, answer: Answer) -> tuple[str, list[Problem]]:
    """Give the root that a site's root is moved to, with a warning."""
    final = answer.final
    if final == url + NAME or not final.endswith(f"/{NAME}"):
        return url, []
    root = final.removesuffix(NAME)
    return root, [problem("warning", "redirect", Place("/"), "the site is redirected to {to}", to=shown(root))]


def judged_manifest(answer: Answer, manifest: ReleaseManifest | None) -> Iterator[Problem]:
    """Tell of a manifest that is missing or cannot be read."""
    at = Place(f"/{NAME}")
    if answer.status != OK:
        yield problem("error", "missing", at, "the manifest is missing (status {status})", status=answer.status)
    elif manifest is None:
        yield problem("error", "manifest", at, "this is no manifest of a release")


def judged_signature(web: Fetcher, root: str, answer: Answer, signers: bytes | None) -> tuple[str, list[Problem]]:
    """Check the manifest's signature where it is known who may sign."""
    at = Place(f"/{SIGNATURE}")
    if answer.status != OK:
        return "unchecked", []
    found = web.get(root + SIGNATURE, limit=LARGEST_PAGE)
    signature = found.body if found.status == OK else None
    if signers is None:
        return ("unchecked" if signature else "none"), []
    signed: Signed = check_signature(answer.body, signature, signers)
    if signed == "good":
        return signed, []
    messages = {
        "missing": "the manifest is not signed, and it should be",
        "wrong": "the signature is not that of the township for this manifest",
    }
    return signed, [problem("error", "signature", at, messages[signed])]


def judged_age(data: bytes, manifest: ReleaseManifest | None, facts: Known) -> Iterator[Problem]:
    """Tell of an old release that was put back, and of a manifest that is not the one that was published."""
    if manifest is None:
        return
    at, last = Place(f"/{NAME}"), facts.last
    newest = max(facts.newest, last.released if last else "")
    if manifest.released < newest:
        message = "this is an old release, of {released}: the last one that was published is of {newest}"
        yield problem("error", "old", at, message, released=manifest.released, newest=newest)
    elif last is None or sha256(data).hexdigest() == last.manifest:
        return
    elif manifest.released == last.released:
        message = "the manifest is not the one that was published at {released}"
        yield problem("error", "manifest", at, message, released=manifest.released)
    elif manifest.previous != last.manifest:
        message = "this release, of {released}, was published elsewhere, and not right after the last one of here"
        yield problem("warning", "chain", at, message, released=manifest.released)


def is_newer(manifest: ReleaseManifest | None, facts: Known) -> bool:
    """Tell whether a release is newer than the last one of here, so that another folder must have made it."""
    return manifest is not None and facts.last is not None and manifest.released > facts.last.released


def unjudged(manifest: ReleaseManifest | None) -> Iterator[Problem]:
    """Tell of a release that nothing here proves, and nothing speaks against."""
    if manifest is not None:
        message = "this release, of {released}, was made elsewhere and cannot be judged: no key is known that signs it"
        yield problem("warning", "unjudged", Place(f"/{NAME}"), message, released=manifest.released)


def judged_build(
    manifest: ReleaseManifest | None, local: dict[str, Entry] | None, *, may_differ: bool
) -> Iterator[Problem]:
    """Compare the manifest with the local build: where it may differ, that is only worth a note."""
    if manifest is None or local is None or manifest.files == local:
        return
    live = manifest.files
    paths = sorted(path for path in live.keys() | local.keys() if live.get(path) != local.get(path))
    if may_differ:
        message = "this is not the release that lies here: {count} files differ"
        yield problem("warning", "build", Place(f"/{NAME}"), message, count=len(paths))
        return
    for path in paths:
        at = Place(shown_address(path))
        if path not in local:
            yield problem("error", "extra", at, "the manifest lists it, and the local build does not have it")
        elif path not in live:
            yield problem("error", "missing", at, "the local build has it, and the manifest does not list it")
        else:
            yield problem("error", "tampered", at, "the manifest lists other bytes than the local build has")


class Run:
    """One walk over a live site: first every file that should be there, then what its pages lead to."""

    def __init__(self, web: Fetcher, roots: Roots, files: dict[str, Entry], progress: Progress) -> None:
        """Expect files."""
        self.web = web
        self.roots = roots
        self.files = files
        self.progress = progress
        self.expected = set(files) | {NAME, SIGNATURE}
        self.requests = 0

    def all(self) -> list[Problem]:
        """Fetch and compare."""
        found: list[Judged] = []
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            for done, each in enumerate(threads.map(self.one, sorted(self.files)), 1):
                self.progress("comparing", done, len(self.files))
                found.append(each)
        self.requests += sum(each.requests for each in found)
        led = {path for each in found for path in each.links}
        problems = [problem for each in found for problem in each.problems]
        return [*problems, *warnings(fault for each in found for fault in each.faults), *self.strangers(led)]

    def one(self, path: str) -> Judged:
        """Fetch and compare one file, in a thread."""
        return judge(self.web, self.roots, path, self.files[path])

    def strangers(self, led: set[str]) -> Iterator[Problem]:
        """Ask for every address that pages and sitemaps lead to and that should not be there; follow what is found."""
        addresses = {address_of(path) for path in self.expected} | self.expected
        seen: set[str] = set()
        unknown = self.web.get(
            self.roots.url(f"{sha256(self.roots.seen.encode()).hexdigest()[:24]}/"), limit=LARGEST_PAGE
        )
        if unknown.status == OK:
            message = "the server answers 200 for addresses that are not there, so that an added page may look like one"
            yield problem("warning", "soft-404", Place("/"), message)
        while waiting := sorted(p for p in led - seen if p not in addresses and f"{p}/" not in addresses):
            for path in waiting[: max(0, MOST_STRANGERS - len(seen))]:
                answer = self.web.get(self.roots.url(path), limit=LARGEST_PAGE)
                self.requests += 1
                here = self.roots.below(answer.final)
                if answer.status == OK and here is not None and here not in addresses and answer.body != unknown.body:
                    message = "this is not in the manifest: it was added to the live site"
                    yield problem("error", "extra", Place(shown_address(path)), message)
                    led |= links(answer.body, path, self.roots)
            if len(seen) + len(waiting) > MOST_STRANGERS:
                return
            seen |= set(waiting)
