"""Clients that wait for each answer before they ask again: how many answers a second, and how long each took."""

import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Barrier, Thread


@dataclass(frozen=True)
class Request:
    """One request; `expect`: what its status must be."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] | None = None
    expect: int = 200


@dataclass(frozen=True)
class Measured:
    """What a run of requests took."""

    rate: float  # answers a second
    times: tuple[float, ...]  # seconds, sorted

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the answers did not exceed."""
        return 1000 * self.times[min(len(self.times) - 1, int(share * len(self.times)))]


def run(port: int, make: Callable[[int], Request], *, clients: int, seconds: float) -> Measured:
    """Ask for `seconds`; `make(n)` gives the n-th request. Raises where one is answered otherwise than expected."""
    barrier, lanes = Barrier(clients + 1), [_Lane(port, make, lane, clients) for lane in range(clients)]
    threads = [Thread(target=lane.work, args=(barrier, seconds)) for lane in lanes]
    for thread in threads:
        thread.start()
    barrier.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    faults = [lane.fault for lane in lanes if lane.fault]
    if faults:
        raise RuntimeError(faults[0])
    times = sorted(each for lane in lanes for each in lane.times)
    return Measured(len(times) / took, tuple(times))


class _Lane:
    def __init__(self, port: int, make: Callable[[int], Request], lane: int, lanes: int) -> None:
        self.make, self.lane, self.lanes = make, lane, lanes
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.times: list[float] = []
        self.fault = ""

    def work(self, barrier: Barrier, seconds: float) -> None:
        barrier.wait()
        until, turn = time.perf_counter() + seconds, 0
        while time.perf_counter() < until and not self.fault:
            self.ask(self.make(turn * self.lanes + self.lane))
            turn += 1
        self.connection.close()

    def ask(self, request: Request) -> None:
        started = time.perf_counter()
        try:
            self.connection.request(request.method, request.path, request.body, dict(request.headers or {}))
            answer = self.connection.getresponse()
            text = answer.read()
        except OSError as error:
            self.fault = f"{request.path}: {error!r}"
            return
        if answer.status != request.expect:
            self.fault = f"{request.path}: {answer.status} instead of {request.expect}: {text[:300]!r}"
            return
        self.times.append(time.perf_counter() - started)
