"""Addresses of the pages about one return: what its source works with, and its agent and the collector look at."""

from django.urls import URLPattern, path

from collect.pages import (
    carry_forward,
    checking,
    edit,
    edit_record,
    explain,
    files,
    finding,
    findings,
    home,
    overview,
    pupil,
    reads,
    receipt,
    structure,
    submit,
    summary,
    upload,
)

RETURN = "returns/<uuid:return_id>/"
SUBMISSION = "submissions/<uuid:submission_id>/"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path(RETURN, overview.overview, name="return"),
    path(f"{RETURN}upload/", upload.upload, name="upload"),
    path(f"{RETURN}edit/", edit.edit, name="edit"),
    path(f"{RETURN}edit/<slug:key>/", edit_record.edit_record, name="edit_record"),
    path(f"{RETURN}edit/<slug:key>/add/<int:kind>/", edit_record.edit_add, name="edit_add"),
    path(f"{RETURN}edit/<slug:key>/remove/", edit_record.edit_remove, name="edit_remove"),
    path(f"{RETURN}findings/", findings.findings, name="findings"),
    path(f"{RETURN}findings/pupils/", findings.by_pupil, name="findings_by_pupil"),
    path(f"{RETURN}findings.csv", findings.as_csv, name="findings_csv"),
    path(f"{RETURN}structure/", structure.structure, name="structure"),
    path(f"{RETURN}explain/", explain.explain, name="explain"),
    path(f"{RETURN}carry-forward/", carry_forward.carry_forward, name="carry_forward"),
    path(f"{RETURN}files/", files.files, name="files"),
    path(f"{RETURN}reads/", reads.reads, name="reads"),
    path(f"{RETURN}summary/", summary.summary, name="summary"),
    path(f"{RETURN}submit/", submit.submit, name="submit"),
    path("findings/<uuid:finding_id>/", finding.finding, name="finding"),
    path(f"{SUBMISSION}checking/", checking.checking, name="checking"),
    path(f"{SUBMISSION}checking/progress/", checking.progress, name="checking_progress"),
    path(f"{SUBMISSION}pupils/<slug:record>/<int:row>/", pupil.pupil, name="pupil"),
    path(f"{SUBMISSION}download/", files.download, name="download"),
    path(f"{SUBMISSION}compare/", files.compare, name="compare"),
    path(f"{SUBMISSION}receipt/", receipt.receipt, name="receipt"),
    path(f"{SUBMISSION}receipt.json", receipt.as_json, name="receipt_json"),
]
