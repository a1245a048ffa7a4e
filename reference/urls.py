"""Addresses of the public reference pages."""

from django.urls import path

from reference.pages import changes, dictionary, downloads, rules

urlpatterns = [
    path("rules/", rules.collections_list, name="rule_sets"),
    path("rules/<slug:collection>/", rules.rules_list, name="rules"),
    path("rules/<slug:collection>/changes/", changes.changes_page, name="rule_changes"),
    path("rules/<slug:collection>/rules.<slug:form>", downloads.rules_file, name="rules_file"),
    path("rules/<slug:collection>/<slug:code>/", rules.rule_page, name="rule"),
    path("dictionary/", dictionary.families, name="dictionary"),
    path("dictionary/<slug:family>/", dictionary.items, name="dictionary_items"),
    path("dictionary/<slug:family>/items.<slug:form>", downloads.items_file, name="items_file"),
    path("dictionary/<slug:family>/layout/", dictionary.layout, name="dictionary_layout"),
    path("dictionary/<slug:family>/codes/", dictionary.codesets, name="codesets"),
    path("dictionary/<slug:family>/codes/<slug:name>/", dictionary.codeset, name="codeset"),
    path("dictionary/<slug:family>/items/<slug:tag>/", dictionary.item, name="item"),
    path("dictionary/<slug:family>/<int:year>.xsd", downloads.xsd_file, name="xsd"),
]
