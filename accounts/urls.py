"""Addresses of the account pages that are the portal's own; allauth's stand beside them."""

from django.urls import path

from accounts import views
from accounts.pages import events

urlpatterns = [
    path("", views.details, name="account-details"),
    path("act-for/", views.act_for, name="account-act-for"),
    path("people/", views.people, name="account-people"),
    path("events/", events.events, name="account-events"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
