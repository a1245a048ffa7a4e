"""The broker of the demo and the tests: messages are files in a folder, passed on whole.

kombu's own filesystem transport writes a message where its readers look, so that one of them takes half a message,
fails to decode it and ends its worker. Here a message is written beside and renamed, and taken by whoever removes its
file. What cannot be decoded is not there yet: it is left for later.

A message is gone from the folder once it is taken. Where a worker is killed before its task is done, the message is
lost with it; the tables of work in the database are the truth, and the sweeper rings again.
"""

from __future__ import annotations

import fcntl
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

LOCK = "exchanges.lock"
Binding = filesystem.exchange_queue_t


class Channel(filesystem.Channel):
    """kombu's channel over files, with writing, taking and binding that others cannot see half done."""

    # kombu's own classes disagree on the second name.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Put a message into a queue. Raises ``ChannelError`` where it cannot be written; nothing is left then."""
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest message of a queue that is there whole. Raises ``Empty``."""
        folder = Path(self.data_folder_in)
        for path in sorted(folder.iterdir()):
            if path.name.partition(".")[2] != f"{queue}.msg":
                continue
            try:
                payload = loads(bytes_to_str(path.read_bytes()))
                # Of several readers one succeeds in this, and has the message.
                if self.store_processed:
                    path.rename(Path(self.processed_folder) / path.name)
                else:
                    path.unlink()
            except (ValueError, FileNotFoundError):
                continue
            return payload
        raise Empty

    def get_table(self, exchange: str) -> list[Binding]:
        """The queues that are bound to an exchange; none where there is no table, or none that can be read."""
        try:
            return [Binding(*row) for row in loads(bytes_to_str(self._exchange_file(exchange).read_bytes()))]
        except (FileNotFoundError, ValueError):
            return []

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        bound = Binding(routing_key or "", pattern or "", queue or "")
        with self._changing_tables():
            table = self.get_table(exchange)
            if bound not in table:
                _write_whole(self._exchange_file(exchange), [bound, *table])

    def _delete(
        self, queue: str, exchange: str, routing_key: str | None, pattern: str | None, *args: Any, **kwargs: Any
    ) -> None:
        virtual.Channel._delete(self, queue, *args, **kwargs)  # noqa: SLF001 - kombu's own would write in place
        bound = Binding(routing_key or "", pattern or "", queue or "")
        with self._changing_tables():
            table = self.get_table(exchange)
            if bound in table:
                _write_whole(self._exchange_file(exchange), [row for row in table if row != bound])

    @contextmanager
    def _changing_tables(self) -> Iterator[None]:
        """One process at a time reads a table of bindings and writes it anew."""
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """kombu's transport over files with the channel above."""

    Channel = Channel
    global_state = virtual.BrokerState()
    default_connection_params: ClassVar[dict[str, Any]] = {}
    """There is no host, and none to miss in the log."""


def _write_whole(path: Path, content: Any) -> None:
    """Write JSON so that readers see all of it or nothing."""
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        beside.write_bytes(str_to_bytes(dumps(content)))
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {path}") from problem
