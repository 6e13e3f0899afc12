import pytest
from django.db import transaction

from tests.badinput import world as w


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The story with something for every form, told once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = w.build()
        w.rows.before = w.rows()
        yield built
        transaction.set_rollback(True)
