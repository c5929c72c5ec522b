"""Which target an address in site.toml means; reaches none of them, and imports only what that one needs."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

from msgspec.structs import replace

from site_builder.config import Destination
from site_builder.config.small_tables import ENDPOINT
from site_builder.problem import CommandError
from site_builder.publishing.targets.address_forms import (
    HOST,
    HOST_URL,
    REPOSITORY,
    SHORT,
    USER,
    expand_short_form,
    read_folder,
    suggest_address,
)
from site_builder.publishing.targets.local import LocalTarget
from site_builder.publishing.targets.openssh.ssh_address import SshAddress
from site_builder.publishing.targets.ssh import SshTarget
from site_builder.publishing.targets.target import DownloadCache, Target, TargetSettings
from site_builder.state_folder import STATE

GIT_URL = re.compile(
    rf"git\+(?P<url>(?:ssh|https?)://(?:{USER}@)?(?:{HOST})(?::\d{{1,5}})?/.+|{SHORT}|"
    r"file://(?:localhost)?(?P<folder>/.+))"
)
BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/-]*")
BUCKET_URL = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]+)(?:/(?P<prefix>.*))?")
FILE_URL = re.compile(r"file://(?:localhost)?(?P<path>/.*)", re.DOTALL)


def open_destination(destination: Destination, cache: DownloadCache | None = None, *, create: bool = False) -> Target:
    """Give the target of a destination in site.toml."""
    settings = TargetSettings(
        mode=destination.mode,
        storage=destination.storage,
        url=destination.url or destination.base_url,
        time_zone=destination.time_zone,
        create=create,
    )
    return open_target(destination.name, destination.to, cache, settings)


def open_target(
    name: str, to: str, cache: DownloadCache | None = None, settings: TargetSettings | None = None
) -> Target:
    """Give the target of an address, percent-encoding undone; CommandError(2) for what is none.

    `cache` keeps what was read from it, so that it need not be read again.
    """
    settings = settings or TargetSettings()
    if any(ord(c) < ord(" ") for c in unquote(to)):
        raise CommandError(2, "the target {name} has a control character in its address", name=name)
    whole = expand_short_form(to)
    if found := FILE_URL.fullmatch(to):
        path = unquote(found["path"])
        return LocalTarget(name, to, Path(path[1:] if re.match("/[A-Za-z]:", path) else path), settings)
    if GIT_URL.fullmatch(whole):
        return open_repository(name, to, cache or DownloadCache(), settings)
    if BUCKET_URL.fullmatch(to):
        return open_bucket(name, to, cache or DownloadCache(), settings)
    found = HOST_URL.fullmatch(whole)
    folder = read_folder(found["path"]) if found and not REPOSITORY.fullmatch(whole) else None
    if found and folder and int(found["port"] or 22) in range(1, 65536):
        return open_remote_target(name, to, found, folder, cache or DownloadCache(), settings)
    message = (
        'the target {name} cannot be published to: "{to}"; '
        'write to = "file:///srv/www/bulletin" or "ssh://user@host/path"; docs/targets.md has the other kinds'
    )
    if suggestion := suggest_address(whole):
        message = 'the target {name} cannot be published to: "{to}"; write to = "{suggestion}"'
    raise CommandError(2, message, name=name, to=to, suggestion=suggestion)


def open_remote_target(  # noqa: PLR0913, PLR0917 - what an address consists of
    name: str, to: str, found: re.Match[str], folder: str, cache: DownloadCache, settings: TargetSettings
) -> Target:
    """Give the target of an address that names a host and a folder there."""
    user, host, port = found["user"] or "", found["host"], int(found["port"] or 0)
    if found["scheme"] == "sftp":
        from site_builder.publishing.targets.sftp.sftp_target import SftpTarget

        return SftpTarget(name, to, SshAddress(user, host, port, folder.rstrip("/")), settings)
    if found["scheme"] == "ftps":
        return open_ftps(name, to, found, folder, cache, settings)
    return SshTarget(name, to, SshAddress(user, host, port, folder), cache, settings)


def open_bucket(name: str, to: str, cache: DownloadCache, settings: TargetSettings) -> Target:
    """Give the target of a bucket; what readers may not get lies in another place, or below `.bulletin/`."""
    from site_builder.publishing.targets.mirror.mirror_target import MirrorTarget
    from site_builder.publishing.targets.mirror.s3_store import S3Address, S3Store

    storage = settings.storage
    found, private = BUCKET_URL.fullmatch(to), BUCKET_URL.fullmatch(storage.private)
    if found is None or (storage.private and private is None):
        message = 'the private place of the target {name} is no bucket: "{to}"; write private = "s3://bucket/prefix"'
        raise CommandError(2, message, name=name, to=storage.private)
    if storage.endpoint and not ENDPOINT.fullmatch(storage.endpoint):
        message = (
            'the endpoint of the target {name} is no address of a host: "{endpoint}"; '
            'write endpoint = "https://s3.example.org"'
        )
        raise CommandError(2, message, name=name, endpoint=storage.endpoint)
    prefix = read_prefix(found)
    own_prefix = read_prefix(private) if private else f"{STATE}/{prefix}"
    served = S3Address(found["bucket"], prefix, storage.endpoint, storage.region, storage.acl)
    own = S3Address((private or found)["bucket"], own_prefix, storage.endpoint, storage.region)
    if own.bucket == served.bucket and own.prefix.startswith(served.prefix):
        hidden = own.prefix[len(served.prefix) :]
        served = replace(served, hidden=hidden)
        own = replace(own, seen_at=f"{settings.url.rstrip('/')}/{hidden}" if settings.url else "")
    return MirrorTarget(name, to, S3Store(served), S3Store(own), cache, settings)


def read_prefix(found: re.Match[str]) -> str:
    """Give the prefix of an address in a bucket, with a slash at its end where there is one."""
    written = unquote(found["prefix"] or "").strip("/")
    return f"{written}/" if written else ""


def open_repository(name: str, to: str, cache: DownloadCache, settings: TargetSettings) -> Target:
    """Give the target of a branch of a Git repository, or of the one that a folder is a checkout of."""
    from site_builder.publishing.targets.git.open_git import open_git_target

    storage = settings.storage
    found, private = (GIT_URL.fullmatch(expand_short_form(each)) for each in (to, storage.private))
    if found is None or (storage.private and private is None) or not BRANCH.fullmatch(storage.branch or "x"):
        message = (
            'the target {name} has a branch or a private place that no repository can have: "{branch}", "{private}"; '
            'write branch = "gh-pages" and private = "git+ssh://git@host/path.git", or leave them out'
        )
        raise CommandError(2, message, name=name, branch=storage.branch, private=storage.private)
    folder = Path(unquote(found["folder"])) if found["folder"] else None
    own = cache.folder.with_name(f"{cache.folder.name}.git") if cache.folder else None
    return open_git_target(name, to, (found["url"], private["url"] if private else "", folder), own, settings)


def open_ftps(  # noqa: PLR0913, PLR0917 - what an address consists of
    name: str, to: str, found: re.Match[str], folder: str, cache: DownloadCache, settings: TargetSettings
) -> Target:
    """Give the target of a folder behind FTPS; what readers may not get lies beside it, or in another folder there."""
    from site_builder.publishing.targets.mirror.ftps_session import FtpsAddress, FtpsSession
    from site_builder.publishing.targets.mirror.ftps_store import FtpsStore
    from site_builder.publishing.targets.mirror.mirror_target import MirrorTarget

    root = PurePosixPath(folder)
    private = HOST_URL.fullmatch(settings.storage.private)
    kept = read_folder(private["path"]) if private and private["host"] == found["host"] else None
    own = PurePosixPath(kept) if kept else root.with_name(f"{STATE}-{root.name}")
    if (settings.storage.private and not kept) or own.is_relative_to(root):
        message = (
            "the private place of the target {name} is no folder outside of what is served: {to}; write private = "
            '"ftps://user@host/path", on the same host'
        )
        raise CommandError(2, message, name=name, to=settings.storage.private or to)
    session = FtpsSession(FtpsAddress(found["user"] or "", found["host"], int(found["port"] or 0)))
    served = FtpsStore(session, str(root), name, create=settings.create)
    beside = FtpsStore(session, str(own), name, create=settings.create, seen_at=locate_beside(settings.url, root, own))
    return MirrorTarget(name, to, served, beside, cache, settings)


def locate_beside(url: str, root: PurePosixPath, own: PurePosixPath) -> str:
    """Give where a folder beside the one that is seen at an address would be seen, "" where that is not known."""
    return urljoin(url.rstrip("/") + "/", f"../{own.name}/") if url and root.parent == own.parent else ""
