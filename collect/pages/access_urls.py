"""Addresses about access to collections."""

from django.urls import path

from collect.pages import access

urlpatterns = [
    path("access/", access.access, name="access"),
    path("access/change/", access.access_change, name="access_change"),
    path("access/ask/", access.access_ask, name="access_ask"),
    path("access/requests/<int:request_id>/", access.access_answer, name="access_answer"),
]
