"""One FTP connection with TLS on both of its channels, and what is said where it fails; knows no release."""

import errno
import ftplib
import netrc
import os
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from msgspec import Struct

from site_builder.problem import CommandError
from site_builder.publishing.targets.extras import PASSWORD, read_password
from site_builder.publishing.targets.target import make_disk_full_error

TIMEOUT = 60.0  # seconds
# A connection that was idle for so long may have been closed over there.
IDLE = 20.0
IMPLICIT_PORT = 990
NO_ROOM = ("452", "552")
NOT_LET_IN = ("530", "331", "332")


class FtpsAddress(Struct, frozen=True):
    """Where an FTPS target is: user ("" for what ~/.netrc says), host, port (0 for the usual one)."""

    user: str
    host: str
    port: int


class SecureFtp(ftplib.FTP_TLS):
    """FTP with TLS, whose data channels take up the TLS session of the control channel, as most servers demand."""

    def connect(self, host: str = "", port: int = 0, timeout: float = TIMEOUT, source_address: Any = None) -> str:
        """Connect; on port 990 TLS begins at once."""
        if port != IMPLICIT_PORT:
            return super().connect(host, port, timeout, source_address)
        self.host, self.port, self.timeout = host, port, timeout
        plain = socket.create_connection((host, port), timeout)
        self.af = plain.family
        self.sock = self.context.wrap_socket(plain, server_hostname=host)
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """Open a data channel."""
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - TLS comes with the next line but one
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(plain, server_hostname=self.host, session=session), size


class FtpsSession:
    """A connection that is made when it is needed, and anew where the server has closed it meanwhile."""

    def __init__(self, address: FtpsAddress) -> None:
        """Reach nothing yet."""
        self.address = address
        self.client: SecureFtp | None = None
        self.home = ""  # where a login begins, without a slash at its end; "" for the root
        self.depth = 0
        self.used = 0.0

    @contextmanager
    def connect(self) -> Iterator[None]:
        """Use one connection for everything that is done within."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            if not self.depth:
                self.close()

    @contextmanager
    def use(self) -> Iterator[SecureFtp]:
        """Give the connection; whatever fails is CommandError(3) in one sentence."""
        with self.connect(), name_ftp_failures(self.address):
            if self.client is not None and time.monotonic() - self.used > IDLE:
                try:
                    self.client.voidcmd("NOOP")
                except (OSError, EOFError, ftplib.Error):
                    self.close()
            if self.client is None:
                self.client = open_client(self.address)
                self.home = self.client.pwd().rstrip("/")
            try:
                yield self.client
            except (OSError, EOFError):
                self.close()
                raise
            self.used = time.monotonic()

    def close(self) -> None:
        """End the connection."""
        client, self.client = self.client, None
        if client is not None:
            with suppress(OSError, EOFError, ftplib.Error):
                client.quit()
            client.close()


def open_client(address: FtpsAddress) -> SecureFtp:
    """Connect, log in, and have data encrypted as well."""
    user, password = find_credentials(address)
    client = SecureFtp(context=ssl.create_default_context(), encoding="utf-8", timeout=TIMEOUT)
    try:
        client.connect(address.host.strip("[]"), address.port or ftplib.FTP_PORT, TIMEOUT)
        client.login(user, password, secure=address.port != IMPLICIT_PORT)
        client.prot_p()
        client.voidcmd("TYPE I")
    except BaseException:
        client.close()
        raise
    return client


def find_credentials(address: FtpsAddress) -> tuple[str, str]:
    """Give user and password, from the environment or ~/.netrc."""
    password, listed = read_password(), None
    with suppress(OSError, netrc.NetrcParseError):
        listed = netrc.netrc().authenticators(address.host)
    user = address.user or (listed[0] if listed else "")
    if password is None and listed and listed[0] == user:
        password = listed[2]
    if not user or password is None:
        message = "no password for {host} was found; set {variable}, or write it into ~/.netrc"
        raise CommandError(3, message, host=address.host, variable=PASSWORD)
    return user, password


@contextmanager
def name_ftp_failures(address: FtpsAddress) -> Iterator[None]:
    """Make a sentence of whatever fails within."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        message = "the certificate of {host} cannot be trusted ({reason}), so nothing was sent"
        raise CommandError(3, message, host=address.host, reason=error.verify_message) from error
    except TimeoutError as error:
        raise CommandError(3, "{host} does not answer", host=address.host) from error
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        message = "the connection to {host} failed: {reason}" if reason else "the connection to {host} was cut"
        raise CommandError(3, message, host=address.host, reason=reason) from error
    except ftplib.Error as error:
        raise make_ftp_error(str(error), address) from error


def make_ftp_error(reply: str, address: FtpsAddress) -> CommandError:
    """Say what the server refused."""
    if reply.startswith(NOT_LET_IN):
        message = "{host} lets {user} not in with the password in {variable} or in ~/.netrc"
        return CommandError(3, message, host=address.host, user=address.user or "?", variable=PASSWORD)
    if reply.startswith(NO_ROOM):
        return make_disk_full_error(address.host, os.strerror(errno.ENOSPC))
    if reply.startswith(("500", "502", "504", "534")):
        return CommandError(
            3, "{host} cannot do FTP with TLS as it is needed: {reason}", host=address.host, reason=reply
        )
    return CommandError(3, "{host} refuses what is to be done: {reason}", host=address.host, reason=reply)
