"""The gate before protected rows: no query without saying who looks or why nobody does."""

from django.db import models


class RefusingManager(models.Manager):
    """Refuse a query that does not say who looks: ``for_(rule)`` or ``system(reason)``."""

    class Ungated(RuntimeError):
        """Protected rows were asked for without a viewer."""

    def get_queryset(self):
        raise self.Ungated("Records are reached through koppi.sharing.access, or records.system(reason).")

    def system(self, reason: str):
        """Return all rows for the rule itself, for actions on a gated object, and for jobs; say why."""
        if not reason:
            raise self.Ungated("system() needs a reason.")
        return models.QuerySet(self.model, using=self._db)
