"""A worker lets go of its line to Redis without putting back what it has not begun: over a broken line that ends it."""

from kombu import Connection, Queue
from redis import Redis

from rec_portal.celery import app
from tests.outbox.redis_server import RedisServer


def test_a_task_that_was_not_begun_is_not_put_back():
    assert app.main == "rec_portal"  # it says so when it is loaded
    server = RedisServer()
    server.start()
    try:
        with Connection(server.address) as connection:
            queue = Queue("held")(connection.default_channel)
            queue.declare()
            connection.Producer().publish({}, routing_key="held")
            assert queue.get() is not None
        assert Redis(port=server.port).llen("held") == 0
    finally:
        server.stop()
