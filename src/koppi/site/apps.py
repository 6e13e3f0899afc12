"""The site as a Django app: its commands, its checks and the cache's table."""

from django.apps import AppConfig

from koppi.site import checks


class SiteConfig(AppConfig):
    name = "koppi.site"
    self_checks = checks.CHECKS
