"""A real FTP server with TLS on loopback, over a folder: `python -m tests.publishing.ftps_server FOLDER PORT CERT`."""

import sys

USER, PASSWORD = "anna", "a password"


def serve(folder: str, port: int, certificate: str) -> None:
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import TLS_FTPHandler
    from pyftpdlib.servers import FTPServer

    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, folder, perm="elradfmwMT")
    TLS_FTPHandler.certfile = certificate
    TLS_FTPHandler.authorizer = authorizer
    TLS_FTPHandler.tls_control_required = TLS_FTPHandler.tls_data_required = True
    FTPServer(("127.0.0.1", port), TLS_FTPHandler).serve_forever(handle_exit=False)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), sys.argv[3])
