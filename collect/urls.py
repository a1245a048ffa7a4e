"""Addresses of the pages of collections and returns: those of whoever sends a return, and those of the desks."""

from django.urls import URLPattern, URLResolver

from collect.pages import desk_urls, school_urls

urlpatterns: list[URLPattern | URLResolver] = [*school_urls.urlpatterns, *desk_urls.urlpatterns]
