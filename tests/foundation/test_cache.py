"""Redis may be away: counting goes on, and signing in works."""

import pytest
import time_machine
from django.test import Client

from rec_portal.foundation.cache import PatientRedisCache
from tests.factories import make_person

BACKEND = "rec_portal.foundation.cache.PatientRedisCache"
NOWHERE = "redis://127.0.0.1:1/0"


def away() -> PatientRedisCache:
    return PatientRedisCache(NOWHERE, {})


def here() -> PatientRedisCache:
    return PatientRedisCache("redis://127.0.0.1:6379/4", {"KEY_PREFIX": "tests", "TIMEOUT": 60})


@pytest.mark.parametrize("make", [here, away])
def test_it_keeps_what_a_cache_keeps(make) -> None:
    cache = make()
    cache.delete_many(["a", "b", "n"])
    assert cache.add("a", [1, 2], 30)
    assert not cache.add("a", "again", 30)
    assert cache.get("a") == [1, 2]
    cache.set("n", 1)
    assert cache.incr("n") == 2
    assert "n" in cache
    assert cache.touch("n", 10)
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert cache.delete("a")
    cache.delete_many(["b", "n"])
    assert cache.get("b", "gone") == "gone"


def test_it_does_not_knock_at_a_closed_door_each_time(caplog) -> None:
    cache = away()
    with time_machine.travel(0, tick=True):
        for _ in range(20):
            cache.get("a")
    assert len([line for line in caplog.records if "does not answer" in line.message]) == 1


def test_it_never_empties_what_it_shares() -> None:
    with pytest.raises(NotImplementedError):
        here().clear()


@pytest.mark.django_db
def test_signing_in_works_and_is_counted_while_redis_is_away(settings) -> None:
    from rec_portal.settings import base

    settings.CACHES = {"default": {"BACKEND": BACKEND, "LOCATION": NOWHERE}}
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    make_person("Aida", email="aida.away@example.org", password="a river and four stones")

    def attempt(password: str) -> object:
        return Client().post("/accounts/login/", {"login": "aida.away@example.org", "password": password})

    assert attempt("a river and four stones").status_code == 302
    for _ in range(5):
        attempt("wrong password here")
    assert "Too many attempts" in attempt("wrong password here").content.decode()
