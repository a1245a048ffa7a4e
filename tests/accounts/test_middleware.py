"""The actor of a request, and signing out those who left their desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import middleware
from tests.factories import DfE, School, Somebody, member

pytestmark = pytest.mark.django_db
PAGE = "/account/"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Time stands still until it is moved on by so many minutes."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(middleware.time, "time", lambda: now[0])

    def forward(minutes: float) -> None:
        now[0] += minutes * 60

    return forward


def test_page_shows_whom_the_person_acts_for(act: Callable[..., Client]) -> None:
    school = School(name="Meadow Lane Primary School")

    assert f'Meadow Lane Primary School</strong> <span class="portal-nowrap">({school.laestab})' in str(
        act(school).get(PAGE).content, "utf-8"
    )


def test_closed_pages_send_strangers_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/account/login/?next={PAGE}"


def test_person_acts_for_the_organisation_chosen(client: Client) -> None:
    first = member(School(name="First School"))
    second = member(School(name="Second School"), person=first.person)
    client.force_login(first.person)

    answer = client.post("/account/act-for/", {"organisation": second.organisation_id})

    assert answer.status_code == 302
    assert client.get(PAGE).context["actor"].organisation.name == "Second School"


def test_organisation_of_others_is_not_found(client: Client) -> None:
    own = member(School())
    client.force_login(own.person)

    assert client.post("/account/act-for/", {"organisation": School().pk}).status_code == 404
    assert client.get("/account/act-for/").status_code == 405


def test_switch_is_shown_only_to_those_with_a_choice(client: Client) -> None:
    first = member(School())
    client.force_login(first.person)
    assert b"act-for-organisation" not in client.get(PAGE).content

    member(School(), person=first.person)

    assert b"act-for-organisation" in client.get(PAGE).content


def test_suspension_takes_effect_at_the_next_request(client: Client) -> None:
    membership = member(School())
    client.force_login(membership.person)
    membership.is_active = False
    membership.save()

    assert client.get(PAGE).context["actor"] is None


def test_person_without_organisation_is_told_what_to_do(client: Client) -> None:
    client.force_login(Somebody())

    assert b"You do not belong to an organisation" in client.get(PAGE).content


@pytest.mark.parametrize(("organisation", "minutes"), [(DfE, 20), (School, 60)])
def test_idle_person_is_signed_out(
    act: Callable[..., Client], clock: Callable[[float], None], organisation: type, minutes: int
) -> None:
    client = act(organisation())
    client.get(PAGE)
    clock(minutes - 1)
    assert client.get(PAGE).status_code == 200

    clock(minutes + 1)
    answer = client.get(PAGE, follow=True)

    assert answer.redirect_chain == [("/account/login/?next=%2Faccount%2F", 302)]
    assert f"You were signed out because you did nothing here for {minutes} minutes." in answer.content.decode()


def test_page_that_refreshes_itself_does_not_keep_the_session(
    act: Callable[..., Client], clock: Callable[[float], None]
) -> None:
    client = act(School())
    client.get(PAGE)
    for _ in range(6):
        clock(11)
        answer = client.get(PAGE, headers={"X-Poll": "1", "HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/account/login/"
    assert "_auth_user_id" not in client.session
