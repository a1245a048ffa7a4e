"""Addresses of the pages of those who check returns: the desks of local authorities and of DfE, and decisions."""

from django.urls import URLPattern, path

from collect.pages import accept_error, act, approve_many, desk, explanations, history, judge

COLLECTION = "collections/<slug:slug>/"
RETURN = "returns/<uuid:return_id>/"

urlpatterns: list[URLPattern] = [
    path(COLLECTION, desk.desk, name="desk"),
    path(f"{COLLECTION}approve/", approve_many.approve_many, name="approve_many"),
    path(f"{COLLECTION}list.csv", desk.desk_csv, name="desk_csv"),
    path(f"{RETURN}explanations/", explanations.explanations, name="explanations"),
    path(f"{RETURN}explanations/judge/", judge.judge, name="judge"),
    path(f"{RETURN}actions/<slug:action>/", act.act, name="act"),
    path(f"{RETURN}history/", history.history, name="history"),
    path("findings/<uuid:finding_id>/accept/", accept_error.accept_error, name="accept_error"),
]
