"""Addresses of targets as people copy and write them -> those that are read, or what to write; reaches no host."""

import re
from pathlib import Path
from urllib.parse import quote, unquote

USER = r"[A-Za-z0-9_][A-Za-z0-9._@\\-]*"
HOST = r"[A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\]"
# What stands before a colon and is no host: a drive of Windows, a scheme.
NO_HOST = r"(?!(?:[A-Za-z]|file|git|https?|mailto|rsync|s3|scp|sftp|ssh|ftps?):)"
# As scp, rsync and git read it.
SHORT = rf"(?:{USER}@|{NO_HOST})(?:{HOST}):(?!//)[^:].*"
HOST_URL = re.compile(
    rf"(?P<scheme>ssh|sftp|ftps)://(?P<login>(?:(?P<user>{USER})@)?(?P<host>{HOST})(?::(?P<port>\d{{1,5}}))?)(?P<path>/.*)",
    re.DOTALL,
)
HOME = "/~/"
REPOSITORY = re.compile(r"(?:https?|ssh)://.+\.git/?")
# A colon before the folder, as in the short form, behind a scheme.
MIXED = re.compile(
    rf"(?P<scheme>(?:git\+)?(?:ssh|sftp|ftps)://)(?P<login>(?:{USER}@)?(?:{HOST})):(?!\d+/)(?P<path>[^:].*)"
)


def expand_short_form(to: str) -> str:
    """Write `user@host:folder` as a URL, a repository's as that of one; anything else stays as it is."""
    if not re.fullmatch(SHORT, to):
        return to
    login, path = split_short_form(to)
    return f"git+{to}" if path.rstrip("/").endswith(".git") else f"ssh://{login}{format_folder(path)}"


def split_short_form(to: str) -> tuple[str, str]:
    """Split at the colon behind the host, which may have some in brackets."""
    end = to.find("]:") + 1 or to.index(":")
    return to[:end], to[end + 1 :]


def format_folder(path: str) -> str:
    """Write a folder as scp reads it as the path of a URL: without a slash before it, it is below the login's home."""
    return quote(path if path.startswith("/") else f"/{path}" if path.startswith("~") else HOME + path, safe="/~")


def read_folder(path: str) -> str | None:
    """Give the folder that the path of a URL names, percent-encoding undone; a relative one is below the login's home.

    None where it names none: the root, a home, or that of another account.
    """
    if path.startswith(HOME):
        return unquote(path.removeprefix(HOME)).strip("/") or None
    folder = unquote(path)
    return folder if folder.strip("/") and not path.startswith("/~") else None


def suggest_address(to: str) -> str:
    """Give what was probably meant by an address that none is read by; "" where nobody can tell."""
    found = HOST_URL.fullmatch(to)
    if found and not REPOSITORY.fullmatch(to):
        start, path = f"{found['scheme']}://{found['login']}", found["path"]
        if re.fullmatch(r"/(?:~/*)?", path):
            return f"{start}{HOME}www"
        return f"{start}/home/{path[2:]}" if path.startswith("/~") else ""
    if found := MIXED.fullmatch(to):
        login, path = found["login"], found["path"]
        is_repository = found["scheme"].startswith("git+") or REPOSITORY.fullmatch(to)
        return f"{login}:{path}" if is_repository else f"{found['scheme']}{login}{format_folder(path)}"
    if REPOSITORY.fullmatch(to):
        return f"git+{to}"
    if to.startswith("ftp://"):
        return to.replace("ftp", "ftps", 1)
    return suggest_folder(to)


def suggest_folder(to: str) -> str:
    """Give the address of a folder of this machine where a path was written, or too few slashes."""
    if re.match(r"[A-Za-z]:[\\/]", to):
        return f"file:///{quote(to.replace(chr(92), '/'), safe='/:')}"
    path = re.sub("^file:/*", "/", to)
    path = path.removeprefix("/") if path.startswith("/~/") else path
    if path.startswith("~/"):
        path = Path(path).expanduser().as_posix()
    return f"file://{quote(path)}" if path.strip("/") and path.startswith("/") and not path.startswith("//") else ""
