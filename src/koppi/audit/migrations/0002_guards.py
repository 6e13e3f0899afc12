from django.db import migrations

from koppi.audit import guards


def install(apps, schema_editor):
    if guards.are_wanted():
        guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """SQLite loses triggers when a table is altered: a later migration that alters these tables installs them again."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
