import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="package")
def patient_doors():
    """The story is told on days of its own choosing; PostgreSQL's seals follow the clock on the wall."""
    with override_settings(KOPPI_SEAL_GRACE_MINUTES=10**8):
        yield
