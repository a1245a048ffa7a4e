"""Addresses of the account pages that are the portal's own; allauth's stand beside them."""

from django.urls import path

from accounts import views
from accounts.pages import claim, events, join, people, provider, sessions

PEOPLE = "organisations/<int:organisation_id>/people/"

urlpatterns = [
    path("", views.details, name="account-details"),
    path("act-for/", views.act_for, name="account-act-for"),
    path("people/", people.people, name="account-people"),
    path("events/", events.events, name="account-events"),
    path("organisations/", people.organisations, name="account-organisations"),
    path("organisations/<int:organisation_id>/step-in/", people.step_in, name="account-step-in"),
    path(PEOPLE, people.people_of, name="account-people-of"),
    path(PEOPLE + "invite/", people.invite, name="account-invite"),
    path(PEOPLE + "<int:membership_id>/", people.person, name="account-person"),
    path(PEOPLE + "<int:membership_id>/<slug:step>/", people.person_step, name="account-person-step"),
    path("join/", join.join, name="account-join"),
    path("join/<str:token>/", join.link, name="account-join-link"),
    path("claim/", claim.claim, name="account-claim"),
    path("claim/sent/", claim.claim_sent, name="account-claim-sent"),
    path("organisations/<int:organisation_id>/pin/", claim.make_pin, name="account-make-pin"),
    path("oidc/<str:provider_id>/login/", provider.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
    path("confirm/", provider.confirm, name="account-provider-confirm"),
    path("sessions/", sessions.sessions, name="account-sessions"),
    path("sessions/<int:session_id>/end/", sessions.end_session, name="account-end-session"),
    path("stay/", sessions.stay, name="account-stay"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
