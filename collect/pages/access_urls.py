"""Addresses about access to collections, e-mails, what support sees of a person, and how the service is."""

from django.urls import path

from collect.pages import access, emails, service, support

urlpatterns = [
    path("access/", access.access, name="access"),
    path("organisations/<int:organisation_id>/access/", access.access, name="access_of"),
    path("organisations/<int:organisation_id>/access/change/", access.access_change, name="access_change_of"),
    path("service/", service.service, name="service"),
    path("emails/", emails.emails, name="emails"),
    path("support/people/<int:person_id>/", support.person, name="support_person"),
    path("access/change/", access.access_change, name="access_change"),
    path("access/ask/", access.access_ask, name="access_ask"),
    path("access/requests/<int:request_id>/", access.access_answer, name="access_answer"),
]
