"""A live site against its manifest: what was tampered with, is missing or was added; changes nothing."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from msgspec import Struct

from site_builder.http_client import CONNECTIONS, OK, HttpClient, HttpResponse, open_client
from site_builder.problem import CommandError, Place, Problem, has_errors, make_problem, sort_problems
from site_builder.publishing.last_published import LastPublished
from site_builder.publishing.release.manifest import MANIFEST, SIGNATURE, ManifestEntry, ReleaseManifest, read_manifest
from site_builder.publishing.release.signing import SignatureStatus as Signed
from site_builder.publishing.release.signing import verify_signature
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.verify.compare_file import FileComparison, compare_file, format_address
from site_builder.publishing.verify.crawl import SiteRoots, find_links, strip_index
from site_builder.publishing.verify.headers import check_header_faults, sanitize_line
from site_builder.publishing.verify.planted_files import check_planted_files

Progress = Callable[[str, int, int], None]
LARGEST_MANIFEST = 64 << 20
LARGEST_PAGE = 4 << 20
# How many addresses that no manifest knows are asked for at most.
MAX_UNLISTED = 1000


class Expectations(Struct, frozen=True):
    """What is known of a site beside what it says of itself.

    `signers` is an allowed-signers file; `last_published` the release that was last made live from here; `newest` the
    time of the newest release that the target is known to have had; `local` the files of the local build;
    `target_files` is what lies in the live release on its target, `problems` why that is not known; `own_manifests` are
    the SHA-256 of manifests that were made here; `zone` is the site's time zone.
    """

    signers: bytes | None = None
    last_published: LastPublished | None = None
    newest: str = ""
    local: dict[str, ManifestEntry] | None = None
    target_files: tuple[ReleaseFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    own_manifests: frozenset[str] = frozenset()
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


def verify(url: str, expectations_of: Callable[[str], Expectations], progress: Progress = lambda *_: None) -> Verdict:
    """Compare a live site with its manifest; `url` is its root.

    `expectations_of` says what is known here of a manifest's base_url.
    Raises CommandError (3) where the site cannot be reached.
    """
    start = time.perf_counter()
    with open_client() as client:
        answer = client.get(url + MANIFEST, limit=LARGEST_MANIFEST)
        if answer.failure:
            raise CommandError(
                3, "the site {url} cannot be reached: {reason}", url=url, reason=sanitize_line(answer.failure)
            )
        root, moved = find_moved_root(url, answer)
        manifest = read_manifest(answer.body) if answer.status == OK else None
        expectations = expectations_of(manifest.base_url if manifest else "")
        signature, wrong = check_manifest_signature(client, root, answer, expectations.signers)
        problems = [
            *moved,
            *expectations.problems,
            *check_manifest(answer, manifest),
            *wrong,
            *check_release_age(answer.body, manifest, expectations),
        ]
        proven = signature == "good" or sha256(answer.body).hexdigest() in expectations.own_manifests
        newer = is_newer(manifest, expectations)
        problems += check_local_build(manifest, expectations.local, may_differ=proven or newer)
        same = manifest is not None and manifest.files == expectations.local and not newer
        judged = proven or same or expectations.signers is not None or bool(has_errors(problems))
        problems += [] if judged else report_unproven(manifest)
        files = manifest.files if manifest else expectations.local or {}
        run = SiteCheck(client, SiteRoots(root, manifest.base_url if manifest else root), files, progress)
        if files:  # without any list, everything would be a stranger
            problems += [*run.check_all(), *check_planted_files(expectations.target_files, files)]
        if files and client.get(url + MANIFEST, limit=LARGEST_MANIFEST).failure:
            raise CommandError(3, "the site {url} cannot be reached any more", url=url)
    return Verdict(
        url=url,
        released=manifest.released if manifest else "",
        base_url=manifest.base_url if manifest else "",
        signature=signature,
        judged=judged,
        zone=expectations.zone,
        files=len(files),
        requests=run.requests,
        seconds=round(time.perf_counter() - start, 3),
        problems=sort_problems(problems),
    )


def find_moved_root(url: str, answer: HttpResponse) -> tuple[str, list[Problem]]:
    """Give the root that a site's root is moved to, with a warning."""
    final = answer.final_url
    if final == url + MANIFEST or not final.endswith(f"/{MANIFEST}"):
        return url, []
    root = final.removesuffix(MANIFEST)
    return root, [
        make_problem("warning", "redirect", Place("/"), "the site is redirected to {to}", to=sanitize_line(root))
    ]


def check_manifest(answer: HttpResponse, manifest: ReleaseManifest | None) -> Iterator[Problem]:
    """Tell of a manifest that is missing or cannot be read."""
    at = Place(f"/{MANIFEST}")
    if answer.status != OK:
        yield make_problem("error", "missing", at, "the manifest is missing (status {status})", status=answer.status)
    elif manifest is None:
        yield make_problem("error", "manifest", at, "this is no manifest of a release")


def check_manifest_signature(
    client: HttpClient, root: str, answer: HttpResponse, signers: bytes | None
) -> tuple[str, list[Problem]]:
    """Check the manifest's signature where it is known who may sign."""
    at = Place(f"/{SIGNATURE}")
    if answer.status != OK:
        return "unchecked", []
    found = client.get(root + SIGNATURE, limit=LARGEST_PAGE)
    signature = found.body if found.status == OK else None
    if signers is None:
        return ("unchecked" if signature else "none"), []
    signed: Signed = verify_signature(answer.body, signature, signers)
    if signed == "good":
        return signed, []
    messages = {
        "missing": "the manifest is not signed, and it should be",
        "wrong": "the signature is not that of the township for this manifest",
    }
    return signed, [make_problem("error", "signature", at, messages[signed])]


def check_release_age(data: bytes, manifest: ReleaseManifest | None, expectations: Expectations) -> Iterator[Problem]:
    """Tell of an old release that was put back, and of a manifest that is not the one that was published."""
    if manifest is None:
        return
    at, last = Place(f"/{MANIFEST}"), expectations.last_published
    newest = max(expectations.newest, last.released if last else "")
    if manifest.released < newest:
        message = "this is an old release, of {released}: the last one that was published is of {newest}"
        yield make_problem("error", "old", at, message, released=manifest.released, newest=newest)
    elif last is None or sha256(data).hexdigest() == last.manifest:
        return
    elif manifest.released == last.released:
        message = "the manifest is not the one that was published at {released}"
        yield make_problem("error", "manifest", at, message, released=manifest.released)
    elif manifest.previous != last.manifest:
        message = "this release, of {released}, was published elsewhere, and not right after the last one of here"
        yield make_problem("warning", "chain", at, message, released=manifest.released)


def is_newer(manifest: ReleaseManifest | None, expectations: Expectations) -> bool:
    """Tell whether a release is newer than the last one of here, so that another folder must have made it."""
    return (
        manifest is not None
        and expectations.last_published is not None
        and manifest.released > expectations.last_published.released
    )


def report_unproven(manifest: ReleaseManifest | None) -> Iterator[Problem]:
    """Tell of a release that nothing here proves, and nothing speaks against."""
    if manifest is not None:
        message = "this release, of {released}, was made elsewhere and cannot be judged: no key is known that signs it"
        yield make_problem("warning", "unjudged", Place(f"/{MANIFEST}"), message, released=manifest.released)


def check_local_build(
    manifest: ReleaseManifest | None, local: dict[str, ManifestEntry] | None, *, may_differ: bool
) -> Iterator[Problem]:
    """Compare the manifest with the local build: where it may differ, that is only worth a note."""
    if manifest is None or local is None or manifest.files == local:
        return
    live = manifest.files
    paths = sorted(path for path in live.keys() | local.keys() if live.get(path) != local.get(path))
    if may_differ:
        message = "this is not the release that lies here: {count} files differ"
        yield make_problem("warning", "build", Place(f"/{MANIFEST}"), message, count=len(paths))
        return
    for path in paths:
        at = Place(format_address(path))
        if path not in local:
            yield make_problem("error", "extra", at, "the manifest lists it, and the local build does not have it")
        elif path not in live:
            yield make_problem("error", "missing", at, "the local build has it, and the manifest does not list it")
        else:
            yield make_problem("error", "tampered", at, "the manifest lists other bytes than the local build has")


class SiteCheck:
    """One walk over a live site: first every file that should be there, then what its pages lead to."""

    def __init__(
        self, client: HttpClient, roots: SiteRoots, files: dict[str, ManifestEntry], progress: Progress
    ) -> None:
        """Expect files."""
        self.client = client
        self.roots = roots
        self.files = files
        self.progress = progress
        self.expected = set(files) | {MANIFEST, SIGNATURE}
        self.requests = 0

    def check_all(self) -> list[Problem]:
        """Fetch and compare."""
        found: list[FileComparison] = []
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            for done, each in enumerate(threads.map(self.check_file, sorted(self.files)), 1):
                self.progress("comparing", done, len(self.files))
                found.append(each)
        self.requests += sum(each.requests for each in found)
        linked = {path for each in found for path in each.links}
        problems = [problem for each in found for problem in each.problems]
        return [
            *problems,
            *check_header_faults(fault for each in found for fault in each.faults),
            *self.check_unlisted(linked),
        ]

    def check_file(self, path: str) -> FileComparison:
        """Fetch and compare one file, in a thread."""
        return compare_file(self.client, self.roots, path, self.files[path])

    def check_unlisted(self, linked: set[str]) -> Iterator[Problem]:
        """Ask for every address that pages and sitemaps lead to and that should not be there; follow what is found."""
        addresses = {strip_index(path) for path in self.expected} | self.expected
        seen: set[str] = set()
        unknown = self.client.get(
            self.roots.format_url(f"{sha256(self.roots.served_url.encode()).hexdigest()[:24]}/"), limit=LARGEST_PAGE
        )
        if unknown.status == OK:
            message = "the server answers 200 for addresses that are not there, so that an added page may look like one"
            yield make_problem("warning", "soft-404", Place("/"), message)
        while waiting := sorted(p for p in linked - seen if p not in addresses and f"{p}/" not in addresses):
            for path in waiting[: max(0, MAX_UNLISTED - len(seen))]:
                answer = self.client.get(self.roots.format_url(path), limit=LARGEST_PAGE)
                self.requests += 1
                here = self.roots.find_path(answer.final_url)
                if answer.status == OK and here is not None and here not in addresses and answer.body != unknown.body:
                    message = "this is not in the manifest: it was added to the live site"
                    yield make_problem("error", "extra", Place(format_address(path)), message)
                    linked |= find_links(answer.body, path, self.roots)
            if len(seen) + len(waiting) > MAX_UNLISTED:
                return
            seen |= set(waiting)
