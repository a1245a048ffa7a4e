"""Addresses of the pages of collections and returns: of whoever sends a return, of the desks, and of access."""

from django.urls import URLPattern, URLResolver

from collect.pages import access_urls, desk_urls, school_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *school_urls.urlpatterns,
    *desk_urls.urlpatterns,
    *access_urls.urlpatterns,
]
