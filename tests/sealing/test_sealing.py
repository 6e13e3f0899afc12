"""Sealed text: unreadable without the key, findable only by its exact words."""

import pytest
from django.db import models

from koppi.sealing import EncryptedTextField, Unreadable, keyed_hash, seal, unseal


def test_a_sealed_text_opens_again_and_shows_nothing_of_itself():
    sealed = seal("Emma Järvinen")
    assert "Emma" not in sealed
    assert unseal(sealed) == "Emma Järvinen"
    assert seal("Emma Järvinen") != sealed


def test_another_key_opens_nothing(settings):
    sealed = seal("salaisuus")
    settings.KOPPI_FIELD_KEY = "some other key"
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_one_changed_letter_is_noticed():
    sealed = seal("salaisuus")
    with pytest.raises(Unreadable):
        unseal(sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:])


def test_a_new_key_in_front_keeps_old_texts_and_hashes(settings):
    settings.KOPPI_FIELD_KEY = "old"
    sealed, found_by = seal("salaisuus"), keyed_hash("salaisuus")
    settings.KOPPI_FIELD_KEY = "new, old"
    assert unseal(sealed) == "salaisuus"
    assert keyed_hash("salaisuus") == found_by
    newly = seal("salaisuus")
    settings.KOPPI_FIELD_KEY = "new"
    assert unseal(newly) == "salaisuus"


def test_the_hash_depends_on_the_text_and_on_the_key(settings):
    settings.KOPPI_FIELD_KEY = "one"
    first = keyed_hash("010594Y9032")
    assert first == keyed_hash("010594Y9032") != keyed_hash("010594Y9031")
    settings.KOPPI_FIELD_KEY = "two"
    assert keyed_hash("010594Y9032") != first


def test_the_field_seals_on_the_way_in_and_opens_on_the_way_out():
    field = EncryptedTextField()
    stored = field.get_prep_value("kotiosoite")
    assert "kotiosoite" not in stored
    assert field.from_db_value(stored, None, None) == "kotiosoite"
    assert field.get_prep_value("") == ""
    assert field.get_prep_value(None) is None


def test_searching_a_sealed_field_is_an_error_and_not_an_empty_answer():
    field = EncryptedTextField()
    assert field.get_lookup("exact") is None
    assert field.get_lookup("icontains") is None
    assert issubclass(field.get_lookup("isnull"), models.lookups.IsNull)
