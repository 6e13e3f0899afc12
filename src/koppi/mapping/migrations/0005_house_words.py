"""What the house wrote of a judgement made in inviting, in its writer's language, becomes a code."""

from django.db import migrations

WORDS = (
    "Nuori antoi luvan itse kutsua tehtäessä.",
    "Den unga gav själv lov när inbjudan gjordes.",
)


def to_codes(apps, _editor):
    apps.get_model("sharing", "Capacity").objects.filter(words__in=WORDS).update(words="house:invited")


class Migration(migrations.Migration):
    dependencies = [("mapping", "0004_passed_on"), ("sharing", "0001_initial")]

    operations = [migrations.RunPython(to_codes, migrations.RunPython.noop)]
