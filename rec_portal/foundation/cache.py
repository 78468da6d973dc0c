"""A Redis cache that does not take the page down with it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
REST_SECONDS = 30


class PatientRedisCache(RedisCache):
    """Redis, or this process's own memory while Redis does not answer.

    Sign-in counts failed attempts here. Were a silent Redis an error, nobody could sign in; were it ignored, nobody
    would be counted. So each worker counts by itself until Redis is back, which is asked again every 30 seconds.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        quick = {"socket_timeout": 1, "socket_connect_timeout": 1}
        params = params | {"OPTIONS": quick | (params.get("OPTIONS") or {})}
        super().__init__(server, params)
        self._own = LocMemCache("while-redis-is-away", {**params, "OPTIONS": {}})
        self._resting_until = 0.0
        self._lock = threading.Lock()

    def _either(self, method: str, *args: Any, **options: Any) -> Any:
        if time.monotonic() >= self._resting_until:
            try:
                return getattr(super(), method)(*args, **options)
            except (RedisError, OSError) as error:
                self._rest(error)
        call: Callable = getattr(self._own, method)
        return call(*args, **options)

    def _rest(self, error: Exception) -> None:
        with self._lock:
            self._resting_until = time.monotonic() + REST_SECONDS
        logger.warning("Redis does not answer; this worker counts by itself for %s s: %s", REST_SECONDS, error)

    def add(self, *args: Any, **options: Any) -> Any:
        return self._either("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._either("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._either("set", *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._either("touch", *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._either("delete", *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._either("has_key", *args, **options)

    def incr(self, *args: Any, **options: Any) -> Any:
        return self._either("incr", *args, **options)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._either("get_many", *args, **options)

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._either("set_many", *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> Any:
        return self._either("delete_many", *args, **options)

    def clear(self) -> None:
        """Refused: it would empty the whole Redis database, and the message queue may live there."""
        raise NotImplementedError("The cache may share its database with the message queue.")
