"""How matters go on while everything is killed: threads that report, register, hand over, answer; and what they were told."""

import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.hardship.callers import Caller, NoAnswer, Person, System, classification

RESULT = "已到现场处理，双方确认。"


@dataclass
class Told:
    """Every receipt that was given, by the key it was asked for with, and what was done since."""

    receipts: dict[str, list[str]] = field(default_factory=dict)
    messages: set[tuple[str, str]] = field(default_factory=set)  # number, address of a receipt asked for by message
    steps: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    faults: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def receipt(self, key: str, number: str) -> None:
        with self.lock:
            self.receipts.setdefault(key, []).append(number)
            self.steps["receipt" if len(self.receipts[key]) == 1 else "receipt again"] += 1

    def step(self, name: str) -> None:
        with self.lock:
            self.steps[name] += 1

    @property
    def done(self) -> int:
        """How much has succeeded so far."""
        with self.lock:
            return sum(self.steps.values()) - self.steps["conflict"] - self.steps["unanswered"]

    @property
    def done_by_staff(self) -> int:
        """The same, of the steps on the pages."""
        with self.lock:
            return sum(count for name, count in self.steps.items() if name.endswith("/") or "message" in name)

    def an_earlier(self, by: Random) -> str:
        """A key for which a receipt was given before; "" where there is none yet."""
        with self.lock:
            return by.choice(list(self.receipts)) if self.receipts else ""


def in_thread(told: Told, work: Callable[[], None], *callers: Caller) -> threading.Thread:
    """Repeat a piece of work until told to stop; what goes wrong is kept for the end."""

    def run() -> None:
        try:
            while not told.stop.is_set():
                work()
        except Exception:
            told.faults.append(traceback.format_exc())
        finally:
            for caller in callers:
                caller.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def story(key: str) -> str:
    """What is reported under a key: always the same, so that the same key is the same report."""
    return f"楼上漏水，天花板发霉，物业推诿。第{key}次反映。"


def reports(system: System, told: Told, by: Random) -> Callable[[], None]:
    """A system: a new report, and now and then one of its earlier ones again."""

    def work() -> None:
        key = f"api-{UUID(int=by.getrandbits(128))}"
        if by.random() < 0.15 and (earlier := told.an_earlier(by)).startswith("api-"):
            key = earlier
        told.receipt(key, system.report(key, story(key)))
        told.stop.wait(0.05 + by.random() / 10)

    return work


@dataclass
class Desk:
    """An officer and a liaison, who bring matters one after the other from the call to the answer."""

    officer: Person
    liaison: Person
    told: Told
    by: Random
    turn: int = 0

    def work(self) -> None:
        number = self.take_down()
        self.send_receipt(number)
        deadline = time.monotonic() + 600
        while not self.told.stop.is_set() and self.step(number):
            assert time.monotonic() < deadline, f"{number} does not get on"

    def take_down(self) -> str:
        """A call is taken, as the page does it that may lose its connection: under a key of its own, once."""
        key = str(UUID(int=self.by.getrandbits(128)))
        form = {"client_key": key, "channel": "phone", "narrative": story(key), "place": "文献路18号"}
        form |= {
            "occurred_note": "刚才",
            "reporter": "named",
            "name": "林阿姨",
            "phone": "13800001234",
            "may_contact": "on",
        }
        number = ""
        for _ in range(1 + (self.by.random() < 0.2)):  # some pages send it twice
            answer = self.officer.send_until_answered("/intake/late/", form)
            assert answer.status == 303 and "/receipt/" in answer.location, f"{answer.status} {answer.location}"
            number = answer.location.rstrip("/").rpartition("/")[2]
            self.told.receipt(key, number)
        return number

    def send_receipt(self, number: str) -> None:
        """By text message, to a number that belongs to this receipt alone."""
        self.turn += 1
        address = f"13{self.by.randrange(10**8):08d}9"
        form = {"way": "sms", "to_address": address}
        answer = self.officer.send_until_answered(f"/intake/receipt/{number}/send/", form)
        assert answer.status == 303, answer.text
        with self.told.lock:
            self.told.messages.add((number, address))
        self.told.step("receipt by message")

    def step(self, number: str) -> bool:
        """Look at the page and do what comes next; False when the matter is answered."""
        page = self.officer.page(number)
        assert page.status == 200, page.text[:500]
        found = NEXT.get(page.state)
        if found is None:
            return False
        who, path, form = found
        person = self.liaison if who == "liaison" else self.officer
        if person is self.liaison:
            page = person.page(number)
        try:
            answer = person.send(f"/matters/{number}/{path}", {**form, "seen": page.seen})
        except NoAnswer:  # it may have been done; the page will say
            self.told.step("unanswered")
            return True
        if answer.status == 409:
            self.told.step("conflict")
        elif answer.status == 303:
            self.told.step(path)
        else:
            assert answer.status >= 500, f"{path} {page.state}: {answer.status} {answer.text[:3000]}"
            person.broken += 1
        return True


NEXT: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "to_triage": ("officer", "triage/", classification()),
    "offered": ("liaison", "referral/accept/", {}),
    "handling": ("liaison", "referral/answer/", {"result_code": "settled", "text": RESULT}),
    "answered": ("officer", "referral/confirm/", {}),
    "to_reply": ("officer", "reply/answer/", {"way": "phone", "text": "您好，已经修好。"}),
}


def staff_of(scene: Mapping[str, Any], port: int) -> tuple[list[Person], list[Person]]:
    """Officers and liaisons of a scene, each with a session."""
    return [Person(port, each) for each in scene["officers"]], [Person(port, each) for each in scene["liaisons"]]
