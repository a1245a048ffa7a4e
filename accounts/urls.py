"""Addresses of the account pages that are the portal's own; allauth's stand beside them."""

from django.urls import path

from accounts import views
from accounts.pages import (
    claim,
    events,
    join,
    people,
    people_check,
    provider,
    register,
    sessions,
    suppliers,
    support,
)

PEOPLE = "organisations/<int:organisation_id>/people/"

urlpatterns = [
    path("", views.details, name="account-details"),
    path("act-for/", views.act_for, name="account-act-for"),
    path("people/", people.people, name="account-people"),
    path("events/", events.events, name="account-events"),
    path("organisations/", people.organisations, name="account-organisations"),
    path("organisations/add-supplier/", suppliers.add_supplier, name="account-add-supplier"),
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
    path("support/", support.search, name="account-support"),
    path("support/organisations/<int:organisation_id>/", support.organisation, name="account-support-organisation"),
    path("support/invitations/<int:membership_id>/resend/", support.resend, name="account-support-resend"),
    path("support/people/<int:person_id>/unlock/", support.unlock, name="account-support-unlock"),
    path("people-check/", people_check.people_check, name="account-people-check"),
    path("people-check/overdue/", people_check.overdue, name="account-people-checks-overdue"),
    path("register/", register.register, name="account-register"),
    path("oidc/<str:provider_id>/login/", provider.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
    path("confirm/", provider.confirm, name="account-provider-confirm"),
    path("sessions/", sessions.sessions, name="account-sessions"),
    path("sessions/<int:session_id>/end/", sessions.end_session, name="account-end-session"),
    path("stay/", sessions.stay, name="account-stay"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
