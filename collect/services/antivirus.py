"""Asking a ClamAV daemon about a file, over its INSTREAM command.

A scanner that is configured and does not answer is not a pass: the file waits.
"""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

CHUNK = 64 * 1024
TIMEOUT = 30.0


class ScannerUnavailable(Exception):
    """The scanner could not be asked, or did not answer in a way that can be relied on."""


def scan(file: BinaryIO, address: str) -> str | None:
    """The name of what was found in ``file``; None when it is clean.

    ``address`` is ``host:port``, or the path of a Unix socket. Raises ``ScannerUnavailable``.
    """
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = b""
            while part := connection.recv(4096):
                answer += part
    except OSError as problem:
        raise ScannerUnavailable(f"the virus scanner did not answer ({type(problem).__name__})") from problem
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if said == "stream: OK":
        return None
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerUnavailable(f"the virus scanner said “{said[:100]}”")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
