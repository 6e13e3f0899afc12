import pytest


def test_live_touches_no_database(client):
    assert client.get("/health/live").json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_every_migration_is_in(client, settings, tmp_path):
    settings.DATA = tmp_path
    assert client.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.django_db
def test_not_ready_says_because_of_what_and_nothing_else(client, settings):
    settings.DATA = settings.ROOT / "nowhere"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "because": ["room"]})


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_health_is_only_read(client, address):
    assert client.post(address).status_code == 405


def test_the_browser_is_told_to_trust_nobody_else(client):
    headers = client.get("/health/live").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    }
    told = {name: headers[name] for name in ("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")}
    assert told == {
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store, private"
