"""The broker made of files: a message is taken whole, once, or not yet."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from census.celery import app
from census.connections import FILE_BROKER, filesystem_transport, is_filesystem

MESSAGES = 400


def connect(folder: Path) -> Connection:
    """A connection to a broker in ``folder``, with nothing of another process in it."""
    options = filesystem_transport(folder)
    for name in ("data_folder_in", "control_folder", "processed_folder"):
        Path(options[name]).mkdir(parents=True, exist_ok=True)
    return Connection("filesystem://", transport=FILE_BROKER, transport_options=options)


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Any]:
    with connect(tmp_path) as connection:
        yield connection.channel()


def test_the_portal_uses_it_wherever_messages_are_files() -> None:
    if is_filesystem(app.conf.broker_url):
        with app.connection_for_write() as connection:
            assert type(connection.transport).__module__ == "census.file_broker"
            assert type(connection.clone().transport).__module__ == "census.file_broker"


def test_half_a_message_is_not_there_yet(channel: Any, tmp_path: Path) -> None:
    channel._put("work", {"body": "whole"})
    (written,) = (tmp_path / "messages").iterdir()
    content = written.read_bytes()
    written.write_bytes(content[: len(content) // 2])

    with pytest.raises(Empty):
        channel._get("work")
    channel._put("work", {"body": "later"})
    assert channel._get("work") == {"body": "later"}

    written.write_bytes(content)
    assert channel._get("work") == {"body": "whole"}
    with pytest.raises(Empty):
        channel._get("work")


def test_messages_come_in_order_to_their_own_queue(channel: Any) -> None:
    for number in range(3):
        channel._put("work", number)
    channel._put("other", "other")
    assert [channel._get("work") for _ in range(3)] == [0, 1, 2]
    assert (channel._size("work"), channel._size("other")) == (0, 1)


def test_a_folder_that_cannot_be_written_is_the_channels_error(channel: Any, tmp_path: Path) -> None:
    from kombu.exceptions import ChannelError

    (tmp_path / "messages").rmdir()
    with pytest.raises(ChannelError):
        channel._put("work", 1)


def put_many(folder: Path, sender: int) -> None:
    with connect(folder) as connection:
        channel: Any = connection.channel()
        for number in range(MESSAGES):
            # Long enough that the kernel may show a reader a part of it.
            channel._put("work", {"id": f"{sender}-{number}", "body": "x" * 200_000})


def take_many(folder: Path, enough: Any, taken: Any) -> None:
    with connect(folder) as connection:
        channel: Any = connection.channel()
        while not enough.is_set():
            try:
                taken.put(channel._get("work")["id"])
            except Empty:
                continue


def test_of_two_readers_one_has_each_message_while_another_process_writes(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    taken, enough = spawn.Queue(), spawn.Event()
    connect(tmp_path)
    readers = [spawn.Process(target=take_many, args=(tmp_path, enough, taken)) for _ in range(2)]
    writer = spawn.Process(target=put_many, args=(tmp_path, 1))
    for process in [*readers, writer]:
        process.start()
    try:
        got = [taken.get(timeout=60) for _ in range(MESSAGES)]
    finally:
        enough.set()
        for process in [*readers, writer]:
            process.join(30)
    assert sorted(got) == sorted(f"1-{number}" for number in range(MESSAGES))
    assert [process.exitcode for process in readers] == [0, 0]
    assert taken.empty()


def test_bindings_are_never_seen_half_written(channel: Any, tmp_path: Path) -> None:
    channel._queue_bind("calls", "", "", "one")
    channel._queue_bind("calls", "", "", "two")
    assert {row.queue for row in channel.get_table("calls")} == {"one", "two"}
    channel._delete("one", "calls", "", "")
    assert [row.queue for row in channel.get_table("calls")] == ["two"]
    (tmp_path / "control" / "calls.exchange").write_text('[["", "", "tw')
    assert channel.get_table("calls") == []
    channel._queue_bind("calls", "", "", "three")
    assert [row.queue for row in channel.get_table("calls")] == ["three"]
