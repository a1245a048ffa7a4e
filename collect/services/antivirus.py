"""Asking a ClamAV daemon about a file, over its INSTREAM command.

A scanner that is configured and does not answer is not a pass: the file waits. One that answers that the file is larger
than it takes would answer the same again: that is an outcome.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import BinaryIO

CHUNK = 64 * 1024
TIMEOUT = 30.0
SIZE_LIMIT = "size limit exceeded"
LIMITS_EXCEEDED = "Heuristics.Limits.Exceeded"
"""What it calls a file that it did not look through to its end, where it is set to say so (AlertExceedsMax)."""


class ScannerUnavailable(Exception):
    """The scanner could not be asked, or did not answer in a way that can be relied on."""


class TooLargeToScan(Exception):
    """The scanner takes no file of this size (its StreamMaxLength or MaxFileSize)."""


def scan(file: BinaryIO, address: str) -> str | None:
    """The name of what was found in ``file``; None when it is clean.

    ``address`` is ``host:port``, or the path of a Unix socket. Raises ``ScannerUnavailable``, ``TooLargeToScan``.
    """
    try:
        with _connect(address) as connection:
            # A scanner that has enough answers and hangs up while the rest is sent.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(file, connection)
            answer = _answer(connection)
    except OSError as problem:
        raise ScannerUnavailable(f"the virus scanner did not answer ({type(problem).__name__})") from problem
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if said == "stream: OK":
        return None
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        found = said.removeprefix("stream: ").removesuffix(" FOUND")
        if found.startswith(LIMITS_EXCEEDED):
            raise TooLargeToScan
        return found
    if SIZE_LIMIT in said:
        raise TooLargeToScan
    raise ScannerUnavailable(f"the virus scanner said “{said[:100]}”")


def _send(file: BinaryIO, connection: socket.socket) -> None:
    connection.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        connection.sendall(struct.pack("!I", len(chunk)) + chunk)
    connection.sendall(struct.pack("!I", 0))


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    try:
        while part := connection.recv(4096):
            answer += part
    except ConnectionResetError:
        if not answer:
            raise
    return answer


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
