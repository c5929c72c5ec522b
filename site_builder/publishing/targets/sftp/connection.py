"""One SFTP connection and what is done over it, many requests at a time; knows no release and no lock."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from site_builder.problem import CommandError
from site_builder.publishing.targets.extras import read_password, require_extra
from site_builder.publishing.targets.openssh.ssh_address import SshAddress
from site_builder.publishing.targets.sftp.errors import make_connection_error

if TYPE_CHECKING:
    import asyncssh

    from site_builder.publishing.targets.sftp.known_hosts import KnownHosts

T = TypeVar("T")
CONNECT_TIMEOUT = 60.0  # seconds
# A server that says nothing for so long, though it was asked, has gone.
SILENCE, SILENT_TIMES = 30.0, 4
REQUESTS_AT_A_TIME = 32


class SftpConnection:
    """An SFTP client whose requests are answered in a thread of its own, so that the server never waits for us."""

    def __init__(self, address: SshAddress) -> None:
        """Connect; raises CommandError(3) in one sentence where that fails."""
        require_extra("sftp", "asyncssh")
        self.address = address
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.ssh: asyncssh.SSHClientConnection | None = None
        self.known_hosts: KnownHosts | None = None
        self.gate = asyncio.Semaphore(REQUESTS_AT_A_TIME)
        try:
            self.client = self.run(asyncio.wait_for(self.connect(), CONNECT_TIMEOUT))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Give the connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    async def connect(self) -> "asyncssh.SFTPClient":
        """Open the connection, with keys, agent, known_hosts and ~/.ssh/config as ssh has them."""
        import asyncssh

        from site_builder.publishing.targets.sftp.known_hosts import KnownHosts

        host = self.address.host.strip("[]")
        given: dict[str, Any] = {"username": self.address.user, "port": self.address.port, "password": read_password()}
        given = {name: value for name, value in given.items() if value}
        # () is ~/.ssh/config, as in `connect`.
        self.known_hosts = KnownHosts(
            await asyncssh.SSHClientConnectionOptions.construct(host=host, config=(), **given)
        )
        self.ssh = await asyncssh.connect(
            host,
            **given,
            known_hosts=self.known_hosts.known,
            client_factory=self.known_hosts.make_client,
            connect_timeout=CONNECT_TIMEOUT,
            login_timeout=CONNECT_TIMEOUT,
            keepalive_interval=SILENCE,
            keepalive_count_max=SILENT_TIMES,
        )
        return await self.ssh.start_sftp_client()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Wait for what is done over there; raises CommandError(3) where the connection fails, else SFTPError."""
        import asyncssh

        future = asyncio.run_coroutine_threadsafe(doing, self.loop)
        try:
            return future.result()
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise make_connection_error(error, self.address, self.known_hosts) from error
        except asyncssh.SFTPError:
            raise
        except (TimeoutError, asyncssh.Error, OSError, ValueError) as error:
            raise make_connection_error(error, self.address, self.known_hosts) from error
        except BaseException:
            future.cancel()
            raise

    def run_all(self, do: Callable[..., Awaitable[T]], arguments: Iterable[tuple[Any, ...]]) -> list[T]:
        """Do something with each of several arguments, some at a time; gives what came of each, in order.

        Raises the first failure, when nothing of it goes on any more.
        """

        async def run_one(each: tuple[Any, ...]) -> T:
            async with self.gate:
                return await do(*each)

        async def run_each() -> list[T]:
            tasks = [asyncio.ensure_future(run_one(each)) for each in arguments]
            try:
                return list(await asyncio.gather(*tasks))
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

        return self.run(run_each())

    def close(self) -> None:
        """End the connection and the thread."""
        if self.ssh is not None:
            self.ssh.close()
            with contextlib.suppress(CommandError):
                self.run(asyncio.wait_for(self.ssh.wait_closed(), 10))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        if not self.thread.is_alive():
            self.loop.close()
