"""The floor under sending: plain smtplib, messages that lie ready, as many connections.

    python -m tests.bench.bare_mail PORT FOLDER PROCESSES THREADS

Sends each file of FOLDER once and prints how many a second. Each process has THREADS connections, as the portal's
worker has.
"""

import smtplib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import SMTP
from multiprocessing import Barrier, Process, Queue
from pathlib import Path

Letter = tuple[str, str, bytes]


def letters(folder: Path) -> list[Letter]:
    found = []
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        head = message_from_bytes(content[: content.index(b"\r\n\r\n")], policy=SMTP)
        found.append((head["From"].addresses[0].addr_spec, head["To"].addresses[0].addr_spec, content))
    return found


def send(port: int, share: list[Letter]) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as relay:
        for sender, recipient, content in share:
            relay.sendmail(sender, [recipient], content)


def one_process(port: int, share: list[Letter], threads: int, start: "Barrier", ended: Queue) -> None:
    start.wait()
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(send, port, share[number::threads]) for number in range(threads)]:
            done.result()
    ended.put(time.time())


def rate(port: int, folder: Path, processes: int, threads: int) -> float:
    ready = letters(folder)
    start, ended = Barrier(processes + 1), Queue()
    for number in range(processes):
        Process(target=one_process, args=(port, ready[number::processes], threads, start, ended), daemon=True).start()
    start.wait()
    started = time.time()
    return len(ready) / (max(ended.get() for _ in range(processes)) - started)


if __name__ == "__main__":
    port, folder, processes, threads = sys.argv[1:]
    print(rate(int(port), Path(folder), int(processes), int(threads)))
