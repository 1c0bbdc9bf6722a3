"""kill -9 of everything, at random moments, during intake and hand-over: nothing that was receipted is lost.

Run alone, with its figures: `.venv/bin/python -m pytest -s -p no:randomly tests/hardship/test_kill_9.py`
"""

import json
import os
import time
from collections import Counter
from collections.abc import Mapping
from random import Random
from threading import Thread
from typing import Any

import pytest

from firstdesk.config.cli.copies import WEB_PROCESSES
from firstdesk.notices.transports.pretend import Pretended
from tests.hardship.callers import Caller, System
from tests.hardship.product import Product, installed
from tests.hardship.walks import Desk, Told, in_thread, reports, staff_of

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("FIRSTDESK_KILLS", "200"))
SYSTEMS, DESKS = 3, 5
UPWARDS = 60  # kills after which the database's own supervisor, or ours, is killed and all of it is started again
# What falls at once, in turn: a process of each kind often, everything together now and then.
BLOWS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("backend", 6), ("worker", 1)),
    (("web worker", 1), ("worker", 1)),
    (("backend", 8), ("worker", 1)),
    (("web worker", 1), ("backend", 5)),
    (("backend", 8),),
    (("web worker", 2), ("worker", 1), ("backend", 8)),
    (("worker", 1), ("web worker", 1)),
    (("web main", 1), ("worker", 1), ("backend", 2)),
)


def test_nothing_receipted_is_lost() -> None:
    by, told = Random(int(os.environ.get("FIRSTDESK_SEED", "0")) or time.time_ns()), Told()
    with installed() as (product, gateway):
        scene = product.script("tests.hardship.scene", str(DESKS), str(DESKS))
        callers, threads = _people(product, scene, told, by)
        started = time.monotonic()
        try:
            _kill(product, told, by)
        finally:
            told.stop.set()
            seconds = time.monotonic() - started
            if not product.is_up:
                product.start()
            for thread in threads:
                thread.join(300)
        assert not any(thread.is_alive() for thread in threads), "somebody still waits for an answer"
        assert not told.faults, "\n".join(told.faults) + product.logs()
        product.wait_until_it_answers()
        verdict = product.script("tests.hardship.verdict", str(scene["centre"]))
        _print(product, told, callers, verdict, seconds)
        _check_receipts(told, verdict)
        _check_messages(told, verdict, gateway)
        assert not verdict["jobs"], (
            f"jobs that hang or failed: {verdict['jobs']}\n{verdict['servers']}\n{product.logs()}"
        )
        _check_what_must_hold(product)
        _check_it_serves(product, scene)


def _people(product: Product, scene: Mapping[str, Any], told: Told, by: Random) -> tuple[list[Caller], list[Thread]]:
    officers, liaisons = staff_of(scene, product.port)
    systems = [System(product.port, scene["token"]) for _ in range(SYSTEMS)]
    threads = [in_thread(told, reports(system, told, Random(by.random())), system) for system in systems]
    for officer, liaison in zip(officers, liaisons, strict=True):
        desk = Desk(officer, liaison, told, Random(by.random()))
        threads.append(in_thread(told, desk.work, officer, liaison))
    return [*systems, *officers, *liaisons], threads


def _kill(product: Product, told: Told, by: Random) -> None:
    """Blow after blow, each when something has been done since the last one; then a moment of quiet."""
    upwards, turn = UPWARDS, 0
    while product.killed.total() < KILLS:
        if product.killed.total() >= upwards:
            upwards += UPWARDS
            product.kill("supervisor" if product.starts % 2 else "postmaster")
            product.wait_for_end()
            product.start()
        for kind, most in BLOWS[turn % len(BLOWS)]:
            product.kill(kind, by.randint((most + 1) // 2, most))
        turn += 1
        _wait_for_progress(product, told)
        time.sleep(by.random() / 2)


def _wait_for_progress(product: Product, told: Told) -> None:
    (done, by_staff), deadline = (told.done, told.done_by_staff), time.monotonic() + 300
    while told.done < done + 2 or told.done_by_staff == by_staff:
        assert not told.faults, "\n".join(told.faults) + product.logs()
        assert product.is_up, "the supervisor gave up\n" + product.logs()
        assert time.monotonic() < deadline, "nothing gets done any more\n" + product.logs()
        time.sleep(0.05)


def _check_receipts(told: Told, verdict: Mapping[str, Any]) -> None:
    """Each receipt is there, under its number, once; no number is missing and none was given twice."""
    said_twice = {key: numbers for key, numbers in told.receipts.items() if len(set(numbers)) > 1}
    assert not said_twice, said_twice
    given = {key: numbers[0] for key, numbers in told.receipts.items()}
    lost = {key: number for key, number in given.items() if verdict["receipts"].get(key) != number}
    assert not lost, f"receipted and lost: {lost}"
    assert len(set(given.values())) == len(given)
    assert verdict["numbers"] == list(range(1, verdict["last"] + 1)), "a number is missing, or was given twice"
    assert len(verdict["receipts"]) == verdict["last"], "a matter nobody sent, or one sent twice"


def _check_messages(told: Told, verdict: Mapping[str, Any], gateway: Pretended) -> None:
    """Everything was sent, each once; no notice was written twice."""
    assert not verdict["twice"], verdict["twice"]
    assert set(verdict["stages"]) <= {"sent"}, verdict["stages"]
    taken = Counter((each["to"], each["text"]) for each in gateway.store.taken.values())
    assert max(taken.values(), default=0) <= 1, [each for each, count in taken.items() if count > 1]
    assert len(taken) == verdict["stages"].get("sent", 0)
    assert told.messages <= {(number, to) for number, to, _text in verdict["sent"]}


def _check_what_must_hold(product: Product) -> None:
    checked = product.run("firstdesk", "check", "--json")
    assert checked.returncode == 0, checked.stdout[-3000:] + checked.stderr
    assert json.loads(checked.stdout)["ok"]
    verified = product.run("firstdesk", "ledger", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _check_it_serves(product: Product, scene: Mapping[str, Any]) -> None:
    """Every process is back, and a report goes its way."""
    for kind, count in (("web main", 1), ("web worker", WEB_PROCESSES), ("worker", 1), ("postmaster", 1)):
        assert len(product.processes(kind)) == count, kind
    told, by = Told(), Random(1)
    officers, liaisons = staff_of(scene, product.port)
    desk = Desk(officers[0], liaisons[0], told, by)
    desk.work()
    officers[0].close()
    liaisons[0].close()
    assert told.steps["reply/answer/"] == 1, told.steps


def _print(product: Product, told: Told, callers: list[Caller], verdict: Mapping[str, Any], seconds: float) -> None:
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(product.killed.items()))
    lost, broken = sum(each.lost for each in callers), sum(each.broken for each in callers)
    print(f"\n{product.killed.total()} kills in {seconds:.0f} s: {kinds}; started {product.starts} times")
    print(f"{len(told.receipts)} receipts, {told.steps['receipt again']} asked for again, {verdict['last']} matters")
    print(f"answers that never came: {lost}; of 500 and more: {broken}; all asked again")
    print(
        f"text messages {verdict['stages'].get('sent', 0)}, of which {verdict['asked']} had to be asked for at the gateway"
    )
    print(f"notices {verdict['notices']}; jobs settled after {verdict['settled']} s; states {verdict['states']}")
    print("steps: " + ", ".join(f"{name} {count}" for name, count in sorted(told.steps.items())))
