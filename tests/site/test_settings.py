def test_the_cache_has_its_table(django_user_model, db, django_db_blocker):
    from django.core.cache import cache

    cache.set("a", 1)
    assert cache.get("a") == 1
