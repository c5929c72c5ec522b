"""A real SFTP server on loopback that asks for a password: `python -m tests.publishing.password_server PORT KEY`."""

import asyncio
import sys

from tests.publishing.ftps_server import PASSWORD, USER


async def serve(port: int, key: str) -> None:
    import asyncssh

    class Doorkeeper(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    await asyncssh.listen("127.0.0.1", port, server_factory=Doorkeeper, server_host_keys=[key], sftp_factory=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
