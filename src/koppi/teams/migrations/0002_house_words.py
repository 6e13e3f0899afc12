"""Words the house wrote in its writer's language become codes, said in the reader's."""

from django.db import migrations

STAGES = {
    "house:beginning": ("Aloitus", "Start", "Beginning"),
    "house:after-mapping": ("Kartoituksen jälkeen", "Efter kartläggningen", "After the mapping"),
}
REASONS = {
    "house:began": ("Aloitti perheen kanssa.", "Började med familjen.", "Began with the family."),
    "house:mapped": (
        "Kartoituskutsusta sovittiin.",
        "Avtalat utifrån kartläggningsinbjudan.",
        "Agreed on the basis of the mapping invitation.",
    ),
    "house:post-ended": (
        "Edellisen työntekijän tehtävä päättyi.",
        "Den tidigare medarbetarens uppdrag upphörde.",
        "The former worker's post ended.",
    ),
}
FIELDS = (("Team", "stage", STAGES), ("Hold", "why", REASONS), ("HoldOffer", "words", REASONS))


def to_codes(apps, _editor):
    for model, field, codes in FIELDS:
        rows = apps.get_model("teams", model).objects
        for code, words in codes.items():
            rows.filter(**{f"{field}__in": words}).update(**{field: code})


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]

    operations = [migrations.RunPython(to_codes, migrations.RunPython.noop)]
