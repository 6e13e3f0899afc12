"""The reason the house wrote in its writer's language becomes a code. It is sealed: each row is read."""

from django.db import migrations

WORDS = ("Uuden perheen aloitus.", "Start med en ny familj.", "Beginning a new family.")


def to_codes(apps, _editor):
    lookups = apps.get_model("finding", "Lookup").objects
    for row in lookups.only("reason").iterator():
        if row.reason in WORDS:
            lookups.filter(pk=row.pk).update(reason="house:new-family")


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_initial")]

    operations = [migrations.RunPython(to_codes, migrations.RunPython.noop)]
