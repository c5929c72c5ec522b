"""Which target an address in site.toml means; reaches none of them."""

import re
from pathlib import Path
from urllib.parse import unquote

from site_builder.problem import CommandError
from site_builder.publishing.targets.local import LocalTarget
from site_builder.publishing.targets.ssh import SshTarget
from site_builder.publishing.targets.ssh_session import SshAddress
from site_builder.publishing.targets.target import DownloadCache, Target, TargetSettings

USER = r"[A-Za-z0-9_][A-Za-z0-9._@\\-]*"
HOST = r"[A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\]"
SSH_URL = re.compile(rf"ssh://(?:(?P<user>{USER})@)?(?P<host>{HOST})(?::(?P<port>\d{{1,5}}))?(?P<path>/.*)", re.DOTALL)
FILE_URL = re.compile(r"file://(?:localhost)?(?P<path>/.*)", re.DOTALL)


def open_target(
    name: str, to: str, cache: DownloadCache | None = None, settings: TargetSettings | None = None
) -> Target:
    """Give the target of an address, percent-encoding undone; CommandError(2) for what is none.

    `cache` keeps what was read from it, so that it need not be read again.
    """
    settings = settings or TargetSettings()
    if any(ord(c) < ord(" ") for c in unquote(to)):
        raise CommandError(2, "the target {name} has a control character in its address", name=name)
    if found := FILE_URL.fullmatch(to):
        path = unquote(found["path"])
        return LocalTarget(name, to, Path(path[1:] if re.match("/[A-Za-z]:", path) else path), settings)
    found = SSH_URL.fullmatch(to)
    if found and unquote(found["path"]).strip("/") and int(found["port"] or 22) in range(1, 65536):
        address = SshAddress(found["user"] or "", found["host"], int(found["port"] or 0), unquote(found["path"]))
        return SshTarget(name, to, address, cache or DownloadCache(), settings)
    message = (
        'the target {name} cannot be published to: "{to}"; '
        'write to = "file:///srv/www/bulletin" or "ssh://user@host/path"'
    )
    raise CommandError(2, message, name=name, to=to)
