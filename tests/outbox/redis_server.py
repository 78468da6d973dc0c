"""A Redis server for one test or run, to be killed, emptied and started again."""

import contextlib
import shutil
import socket
import subprocess

from redis import Redis
from redis.exceptions import RedisError

from tests.outbox.workers import wait_until


class RedisServer:
    """A Redis server of our own, which may be stopped, emptied and started again."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        program = shutil.which("redis-server") or "redis-server"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        wait_until(self.answers, 10, "Redis answers")

    def answers(self) -> bool:
        with contextlib.suppress(RedisError):
            return bool(Redis(port=self.port).ping())
        return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def empty(self) -> None:
        Redis(port=self.port).flushall()
