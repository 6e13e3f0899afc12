"""The look (ulkoasu): page frames, one stylesheet, template tags, form fields, error pages, list export.

A page begins with `{% extends "ui/base.html" %}{% load i18n ui %}`; what it can draw with stands in the
docstrings of `templatetags/ui.py`. It knows nothing of families or rights, and it must never become
the place where somebody decides what to show.
"""
