"""Addresses of the pages of rule changes."""

from django.urls import URLPattern, path

from rulechanges.pages import patches, previews

CHANGE = "rule-changes/<uuid:patch_id>/"
PREVIEW = "rule-changes/previews/<uuid:preview_id>/"

urlpatterns: list[URLPattern] = [
    path("rule-changes/", patches.patches, name="patches"),
    path("rule-changes/propose/", patches.propose, name="propose_patch"),
    path("rule-changes/move/", patches.move, name="move_collection"),
    path("rule-changes/previews/", previews.new, name="new_preview"),
    path(PREVIEW, previews.preview, name="preview"),
    path(f"{PREVIEW}progress/", previews.preview_progress, name="preview_progress"),
    path(f"{PREVIEW}rules.csv", previews.rules_csv, name="preview_rules_csv"),
    path(f"{PREVIEW}schools.csv", previews.schools_csv, name="preview_schools_csv"),
    path(CHANGE, patches.patch, name="patch"),
    path(f"{CHANGE}progress/", patches.patch_progress, name="patch_progress"),
    path(f"{CHANGE}undo/", patches.undo, name="undo_patch"),
]
