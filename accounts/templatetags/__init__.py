"""Template filters that every page may use: ``{% load portal %}``."""
