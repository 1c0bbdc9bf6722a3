"""Fifty people at one centre, all at once, on the same few matters: who comes second is told so, and nothing breaks.

Run alone, with its figures: `.venv/bin/python -m pytest -s -p no:randomly tests/hardship/test_fifty_officers.py`
"""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tests.hardship.callers import Answer, Person, classification
from tests.hardship.product import installed
from tests.hardship.walks import Told, in_thread, staff_of, story

pytestmark = pytest.mark.slow
OFFICERS, LIAISONS, HOT = 40, 9, 12
SECONDS, ENOUGH, AT_MOST = 10.0, 300, 240.0  # at least so long and so many answers, however busy the machine is
REFUSED = {403, 404, 422}  # not this person's, not in this state: said before or after the race, never done


@dataclass(frozen=True)
class Attempt:
    """One form on one matter, what it had seen, when it was sent and answered, and how."""

    number: str
    seen: str
    verb: str
    sent: float
    answered: float
    status: int


@dataclass
class Centre:
    """What everybody works on, and everything they tried."""

    told: Told = field(default_factory=Told)
    numbers: list[str] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    others: Counter[int] = field(default_factory=Counter)
    notes: int = 0


# State → what an officer, what a liaison may try; some of it is refused, which is part of it.
TRIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "to_triage": {"officer": ("take/", "triage/", "triage/", "triage/escalate/")},
    "escalated": {"director": ("triage/",)},
    "offered": {
        "officer": ("referral/withdraw/", "triage/"),
        "liaison": ("referral/accept/", "referral/accept/", "referral/object/"),
    },
    "handling": {"officer": ("triage/",), "liaison": ("referral/answer/", "take/")},
    "answered": {"officer": ("referral/confirm/", "referral/confirm/", "referral/return/")},
    "to_reply": {"officer": ("reply/answer/", "reply/note/", "take/")},
    "follow_up": {"officer": ("reply/call/", "reply/contest/")},
}
FORMS: Mapping[str, Mapping[str, str]] = {
    "take/": {},
    "triage/": classification(director_decision="同意"),
    "triage/escalate/": {"reason": "归口不清"},
    "referral/accept/": {},
    "referral/object/": {"reason": "不属我单位职责"},
    "referral/withdraw/": {"reason": "发错单位"},
    "referral/answer/": {"result_code": "settled", "text": "已处理完毕。"},
    "referral/confirm/": {},
    "referral/return/": {"reason": "请补充照片"},
    "reply/answer/": {"way": "phone", "text": "您好，已办好。"},
    "reply/note/": {"channel": "phone", "text": "已告知进展"},
    "reply/call/": {"method": "phone", "reached": "on", "satisfaction": "4"},
    "reply/contest/": {"reason": "还没有修好"},
}


def test_fifty_people_on_the_same_matters() -> None:
    by, centre = Random(time.time_ns()), Centre()
    with installed() as (product, _gateway):
        scene = product.script("tests.hardship.scene", str(OFFICERS), str(LIAISONS))
        officers, liaisons = staff_of(scene, product.port)
        for person in officers[:HOT]:
            _report(person, centre, by)
        started = time.monotonic()
        director = Person(product.port, scene["directors"][0])
        people = {"officer": officers, "liaison": liaisons, "director": [director]}
        threads = _everybody(people, centre, by)
        while not centre.told.faults and not _is_enough(centre, time.monotonic() - started):
            time.sleep(0.2)
        centre.told.stop.set()
        for thread in threads:
            thread.join(300)
        seconds = time.monotonic() - started
        assert not centre.told.faults, "\n".join(centre.told.faults[:3]) + product.logs()
        assert not any(thread.is_alive() for thread in threads)
        verdict = product.script("tests.hardship.verdict", str(scene["centre"]))
        checked = product.run("firstdesk", "check", "--json")
        verified = product.run("firstdesk", "ledger", "verify")
        broken = sum(person.broken + person.lost for person in [*officers, *liaisons, director])
        _print(centre, verdict, seconds)
        assert broken == 0, "an answer of 500 or more, or none\n" + product.logs()
        _check_races(centre.attempts)
        assert verdict["numbers"] == list(range(1, verdict["last"] + 1))
        assert {key: [verdict["receipts"].get(key)] for key in centre.told.receipts} == centre.told.receipts
        assert not verdict["jobs"], verdict["jobs"]
        assert checked.returncode == 0, checked.stdout
        assert verified.returncode == 0, verified.stdout + verified.stderr


def _everybody(people: Mapping[str, list[Person]], centre: Centre, by: Random) -> list[threading.Thread]:
    """Everybody starts at the same moment."""
    together = threading.Barrier(sum(map(len, people.values())))
    return [
        in_thread(centre.told, _work(person, role, centre, Random(by.random()), together), person)
        for role, persons in people.items()
        for person in persons
    ]


def _work(person: Person, role: str, centre: Centre, by: Random, together: threading.Barrier) -> Any:
    begun = []

    def work() -> None:
        if not begun:
            begun.append(together.wait(60))
        draw = by.random()
        if role == "officer" and draw < 0.08:
            return _report(person, centre, by)
        number = by.choice(centre.numbers[:HOT])
        page = person.page(number)
        if page.status != 200:
            centre.others[page.status] += 1
            assert page.status == 404, page.text[:500]
        elif draw < 0.16:
            _write(person, number, centre)
        elif verbs := TRIES.get(page.state, {}).get(role, ()):
            _try(person, number, by.choice(verbs), page, centre, by)

    return work


def _report(person: Person, centre: Centre, by: Random) -> None:
    key = str(UUID(int=by.getrandbits(128)))
    form = {"client_key": key, "channel": "phone", "narrative": story(key), "place": "文献路18号"}
    form |= {"occurred_note": "刚才", "reporter": "anonymous"}
    answer = _once(person, "/intake/late/", form)
    assert answer.status == 303 and "/receipt/" in answer.location, f"{answer.status} {answer.location}"
    number = answer.location.rstrip("/").rpartition("/")[2]
    centre.told.receipt(key, number)
    with centre.told.lock:
        centre.numbers.append(number)


def _write(person: Person, number: str, centre: Centre) -> None:
    answer = _once(person, f"/matters/{number}/notes/", {"text": "已电话联系，明天上午到场。"})
    centre.others[answer.status] += 1
    assert answer.status in {303, *REFUSED}, f"{answer.status} {answer.text[:500]}"


def _try(person: Person, number: str, verb: str, page: Answer, centre: Centre, by: Random) -> None:
    sent = time.monotonic()
    answer = _once(person, f"/matters/{number}/{verb}", {**FORMS[verb], "seen": page.seen})
    attempt = Attempt(number, page.seen, verb, sent, time.monotonic(), answer.status)
    with centre.told.lock:
        centre.attempts.append(attempt)
    assert answer.status in {303, 409, *REFUSED}, f"{verb} {answer.status}: {answer.text[:1000]}"


def _once(person: Person, path: str, form: Mapping[str, str]) -> Answer:
    answer = person.send(path, form)
    person.broken += answer.status >= 500
    return answer


def _is_enough(centre: Centre, seconds: float) -> bool:
    return seconds > AT_MOST or (seconds > SECONDS and len(centre.attempts) > ENOUGH)


def _check_races(attempts: list[Attempt]) -> None:
    """What was seen by several is changed by one of them; whoever comes after it is told 409."""
    same: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        same[attempt.number, attempt.seen].append(attempt)
    for tried in same.values():
        done = [each for each in tried if each.status == 303]
        assert len(done) <= 1, f"one overwrote the other: {done}"
        for each in tried:
            if done and each.sent > done[0].answered:
                assert each.status == 409, f"{each} came after {done[0]}"
    assert sum(each.status == 409 for each in attempts) > 10, "nobody got in anybody's way: this proves nothing"


def _print(centre: Centre, verdict: Mapping[str, Any], seconds: float) -> None:
    said = Counter(each.status for each in centre.attempts)
    done = Counter(each.verb for each in centre.attempts if each.status == 303)
    print(
        f"\n{OFFICERS + LIAISONS + 1} people, {seconds:.0f} s, {verdict['last']} reports, {len(centre.attempts)} forms on"
    )
    print(f"{HOT} matters: done {said[303]}, conflicts {said[409]}, refused {sum(said[code] for code in REFUSED)}")
    print("done: " + ", ".join(f"{verb} {count}" for verb, count in sorted(done.items())))
    print(f"notes and pages beside: {dict(centre.others)}; states {verdict['states']}; notices {verdict['notices']}")
