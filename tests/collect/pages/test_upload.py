"""Upload and checking, from the file that is chosen to the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.scope import Actor
from collect.models import Return, Status, Submission
from collect.services import queue
from collect.services.check import Tools, work_once
from tests.collect.factories import actor_for, agent_of, source_of
from tests.collect.pages.words import errors_of, links_of, text_of
from tests.collect.support import check, put, tools, upload, xml
from tests.factories import School

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def send(client: Client, return_: Return, content: bytes | None = None, **headers: Any) -> Any:
    file = SimpleUploadedFile("census.xml", xml(return_) if content is None else content)
    return client.post(f"/returns/{return_.pk}/upload/", {"file": file}, headers=headers)


def test_a_file_goes_on_to_its_check(school_return: Return, browse: Browse) -> None:
    client = browse(source_of(school_return))
    assert "Which file to choose" in text_of(client.get(f"/returns/{school_return.pk}/upload/"))
    answer = send(client, school_return)
    submission = Submission.objects.get()
    assert answer["Location"] == f"/submissions/{submission.pk}/checking/"


def test_a_script_is_told_where_to_go(school_return: Return, browse: Browse) -> None:
    answer = send(browse(source_of(school_return)), school_return, **{"X-Upload": "script"})
    assert (answer.status_code, answer["X-Go-To"]) == (204, f"/submissions/{Submission.objects.get().pk}/checking/")


@pytest.mark.parametrize("content", [b"", b"hello", b"<Message><Header>"])
def test_a_file_that_is_none_is_refused_in_words(school_return: Return, browse: Browse, content: bytes) -> None:
    answer = send(browse(source_of(school_return)), school_return, content)
    (problem,) = errors_of(answer)
    assert problem.endswith(".")
    assert not Submission.objects.exists()


def test_no_file_is_said_so(school_return: Return, browse: Browse) -> None:
    answer = browse(source_of(school_return)).post(f"/returns/{school_return.pk}/upload/", {})
    assert errors_of(answer) == ["Choose the file that your MIS made."]


def test_another_schools_file_is_refused(school_return: Return, browse: Browse) -> None:
    answer = send(browse(source_of(school_return)), school_return, xml(school_return, Estab="9999"))
    assert "8239999" in errors_of(answer)[0]


def test_the_same_bytes_again_lead_to_the_receipt(school_return: Return, browse: Browse) -> None:
    client = browse(source_of(school_return))
    send(client, school_return)
    submission = Submission.objects.get()
    assert send(client, school_return)["Location"] == f"/submissions/{submission.pk}/checking/"
    work_once(tools())
    answer = send(client, school_return)
    assert answer["Location"] == f"/submissions/{submission.pk}/receipt/"
    assert "This is the same file as file 1, byte for byte." in text_of(client.get(answer["Location"]))
    assert Submission.objects.count() == 1


def test_explanations_are_said_to_be_kept(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.SUBMITTED)
    words = text_of(browse(actor).get(f"/returns/{school_return.pk}/upload/"))
    assert "Your explanations are kept" in words
    assert "you need to submit your return again" in words


def test_the_authority_uploads_for_its_school(school_return: Return, browse: Browse) -> None:
    agent = agent_of(school_return)
    client = browse(agent)
    assert "You are uploading for" in text_of(client.get(f"/returns/{school_return.pk}/upload/"))
    send(client, school_return)
    assert Submission.objects.get().acting_for == agent.organisation


def test_who_may_not_upload_is_told_why(school_return: Return, browse: Browse) -> None:
    answer = browse(source_of(school_return, "view")).get(f"/returns/{school_return.pk}/upload/")
    assert answer.status_code == 403
    assert "Ask an approver there." in text_of(answer)
    put_back = send(browse(source_of(school_return, "view")), school_return)
    assert put_back.status_code == 403
    assert not Submission.objects.exists()


def test_a_return_in_another_state_says_so(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    check(school_return, actor)
    put(school_return, Status.APPROVED)
    answer = browse(actor).get(f"/returns/{school_return.pk}/upload/")
    assert answer.status_code == 200
    assert "This cannot be done while the return is “approved”." in text_of(answer)


def test_another_school_finds_nothing(school_return: Return, browse: Browse) -> None:
    assert send(browse(actor_for(School.create())), school_return).status_code == 404


# -- checking


def test_a_waiting_file_shows_its_place(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    submission = upload(school_return, actor)
    page = browse(actor).get(f"/submissions/{submission.pk}/checking/")
    assert "Your file is next." in text_of(page)
    assert "You can leave this page" in text_of(page)
    assert b'<noscript><meta http-equiv="refresh"' in page.content
    assert page["Cache-Control"] == "no-store"


def test_the_part_that_renews_itself_follows_the_work(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    submission = upload(school_return, actor)
    client, address = browse(actor), f"/submissions/{submission.pk}/checking/progress/"
    job = queue.claim("worker")
    assert job is not None
    queue.beat(job, "read", 60)
    part = client.get(address).content.decode()
    assert "We are checking your data against the rules." in part
    assert "60% done" in part
    assert "<html" not in part


def test_a_finished_check_moves_on(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    submission = check(school_return, actor)
    client = browse(actor)
    part = client.get(f"/submissions/{submission.pk}/checking/progress/")
    assert part["HX-Redirect"] == f"/submissions/{submission.pk}/checking/"
    assert client.get(part["HX-Redirect"])["Location"] == f"/returns/{school_return.pk}/"


def test_a_file_that_cannot_be_read_says_what_to_do(school_return: Return, browse: Browse) -> None:
    actor = source_of(school_return)
    whole = xml(school_return)
    answer = send(browse(actor), school_return, whole[: whole.index(b"</Message>")])
    work_once()
    page = browse(actor).get(answer["Location"])
    assert "We could not read your file" in text_of(page)
    assert links_of(page)["Upload another file"] == f"/returns/{school_return.pk}/upload/"


@pytest.mark.logs("check given up", "check stopped")
def test_a_check_that_was_given_up_is_our_fault(school_return: Return, browse: Browse, settings: Any) -> None:
    settings.COLLECT_ATTEMPTS = 1
    actor = source_of(school_return)
    submission = upload(school_return, actor)

    def stop(*_: Any) -> Any:
        raise RuntimeError("stop")

    work_once(Tools(check=stop))
    page = browse(actor).get(f"/submissions/{submission.pk}/checking/")
    assert "It is our fault, not yours." in text_of(page)
