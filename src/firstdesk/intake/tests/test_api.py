"""Reports from other systems: each key once, refusals that say what is missing, nobody else's reports."""

import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client

from firstdesk.common import clock
from firstdesk.common.refusals import Conflict
from firstdesk.directory import services as directory
from firstdesk.directory.models import Post
from firstdesk.intake import api
from firstdesk.intake.api import Bearer
from firstdesk.intake.models import Party, Report, Submission
from firstdesk.intake.services import submitting
from firstdesk.intake.tests.factories import registration
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/reports"
BODY = {
    "narrative": "路灯不亮，晚上有人摔倒。",
    "place": "滨河路与槐荫街口",
    "reporter": {"name": "周女士", "phone": "13900001111", "may_contact": True},
    "others": [{"name": "物业"}],
}


def secret_of(desk: Desk, label: str = "12345平台") -> str:
    unit, centre = desk.centre.linkage, desk.centre.unit
    return directory.issue_token(unit=unit, centre=centre, label=label, by=desk.by, at=desk.at).secret


def send(secret: str, body: object = BODY, key: str = "a-1", **headers: str):
    text = body if isinstance(body, str) else json.dumps(body)
    all_headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key, **headers}
    return Client().post(ADDRESS, text, content_type="application/json", headers=all_headers)


def test_taken_once_and_answered_the_same_every_time() -> None:
    desk = make_desk()
    secret = secret_of(desk)
    first, again = send(secret), send(secret)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    matter = Matter.objects.get()
    assert (first.json()["number"], matter.channel, matter.centre) == (matter.number, "web", desk.centre.unit)
    assert Report.objects.get(matter=matter).reporter == "named"
    assert sorted(Party.objects.values_list("role", "name")) == [("party", "物业"), ("reporter", "周女士")]
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="matter.registered")
    assert (entry.actor_id, entry.actor_name, entry.unit_id) == (None, "12345平台", desk.centre.linkage.pk)
    assert Client().get(first.json()["follow"]).status_code == 200


def test_a_key_is_for_one_body() -> None:
    secret = secret_of(make_desk())
    send(secret)
    other = send(secret, BODY | {"place": "别处"})
    assert other.status_code == 409 and "新的键" in other.json()["message"]
    assert Matter.objects.count() == 1


def test_the_same_body_in_another_order_is_the_same() -> None:
    secret = secret_of(make_desk())
    send(secret)
    assert send(secret, dict(reversed(list(BODY.items())))).status_code == 200


def test_two_units_may_use_the_same_key() -> None:
    desk, other = make_desk(), make_desk()
    assert send(secret_of(desk)).status_code == send(secret_of(other)).status_code == 201


@pytest.mark.parametrize("secret", ["", "fd_nothing", "x" * 3000])
def test_a_stranger_is_sent_away(secret: str) -> None:
    make_desk()
    answer = send(secret)
    assert (answer.status_code, answer.json()["details"]) == (401, [])
    assert not Matter.objects.exists()


def test_a_withdrawn_token_is_a_stranger() -> None:
    desk = make_desk()
    issued = directory.issue_token(
        unit=desk.centre.linkage, centre=desk.centre.unit, label="旧平台", by=desk.by, at=desk.at
    )
    directory.revoke_token(token=issued.token, by=desk.by, at=desk.at)
    assert send(issued.secret).status_code == 401
    with pytest.raises(Conflict):
        directory.revoke_token(token=issued.token, by=desk.by, at=desk.at)


def test_the_rules_say_what_is_missing() -> None:
    answer = send(secret_of(make_desk()), {"narrative": "水管爆了", "channel": "transfer_110"})
    fields = {each["field"]: each["clauses"] for each in answer.json()["details"]}
    assert answer.status_code == 422 and fields["place"] and fields["first_receiver"]
    assert not Matter.objects.exists() and not Submission.objects.exists()


def test_the_first_person_asked_is_named_by_staff_number() -> None:
    desk = make_desk()
    person = desk.centre.linkage_people["liaison"]
    person.staff_number = "0731"
    person.save()
    answer = send(secret_of(desk), BODY | {"channel": "transfer_110", "first_receiver": "0731"})
    assert answer.status_code == 201 and Matter.objects.get().first_receiver == person


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 422),
        (BODY | {"narrative": " "}, 422),
        (BODY | {"narrative": "a\u0000b"}, 422),
        (BODY | {"narrative": "a\ud800b"}, 422),
        (BODY | {"occurred_at": "2099-01-01T00:00:00Z"}, 422),
        (BODY | {"occurred_at": "0001-01-01T00:00:00+14:00"}, 422),
        (BODY | {"occurred_at": "2026-01-01T00:00:00"}, 422),
        (BODY | {"point": {"lng": 200, "lat": 1}}, 422),
        (BODY | {"belief": "x"}, 422),
    ],
)
def test_nonsense_is_refused_whole(body: object, status: int) -> None:
    answer = send(secret_of(make_desk()), body)
    assert answer.status_code == status and answer.json()["message"]
    assert not Matter.objects.exists()


def test_only_the_sender_may_ask_how_it_stands() -> None:
    desk, other = make_desk(), make_desk()
    secret = secret_of(desk)
    number = send(secret).json()["number"]
    mine = Client().get(f"{ADDRESS}/{number}", headers={"Authorization": f"Bearer {secret}"})
    theirs = Client().get(f"{ADDRESS}/{number}", headers={"Authorization": f"Bearer {secret_of(other)}"})
    assert (mine.json()["state"], theirs.status_code) == ("to_triage", 404)


def test_its_own_statements_are_counted(django_assert_num_queries) -> None:
    secret = secret_of(make_desk())
    send(secret, key="warm")
    with django_assert_num_queries(5):  # is the key known, the number, all rows; begin and end
        send(secret, key="measured")


def test_nobody_signed_in_is_looked_for(django_assert_num_queries) -> None:
    desk = make_desk()
    secret, browser = secret_of(desk), Client()
    browser.force_login(desk.officer)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "warm"}
    browser.post(ADDRESS, json.dumps(BODY), content_type="application/json", headers=headers)
    with django_assert_num_queries(5):
        headers["Idempotency-Key"] = "measured"
        browser.post(ADDRESS, json.dumps(BODY), content_type="application/json", headers=headers)


def test_an_address_that_is_none_is_no_fault() -> None:
    assert Client().get("/api/v1/nothing").status_code == 404
    assert Client().get("/api/").status_code == 404


def test_many_cost_as_many_statements_as_one(django_assert_num_queries) -> None:
    desk = make_desk()
    sender = submitting.sender_of(secret_of(desk), desk.at)
    assert sender
    new = registration(desk, channel="web", first_receiver=None, answering=sender.answering)
    sents = [
        submitting.Sent(
            token=sender.token, key=str(n), digest="d", registration=new, at=desk.at, version=sender.version
        )
        for n in range(40)
    ]
    submitting._take(sents[:1])
    with django_assert_num_queries(5):
        submitting._take(sents[1:])
    assert list(Matter.objects.order_by("pk").values_list("seq", flat=True)) == list(range(1, 41))


def test_new_rules_hold_for_the_next_sender_and_for_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a sender is asked for again after two seconds, and at midnight."""
    desk, asked = make_desk(), []
    secret, bearer, now = secret_of(desk), Bearer(), desk.at
    monkeypatch.setattr(api, "sender_of", lambda *given: asked.append(given) or submitting.sender_of(*given))
    monkeypatch.setattr(api.clock, "now", lambda: now)
    request = HttpRequest()
    first = bearer.authenticate(request, secret)
    assert bearer.authenticate(request, secret) is first and len(asked) == 1
    now = desk.later(days=1)
    assert bearer.authenticate(request, secret) is not first and len(asked) == 2
    monkeypatch.setattr(Bearer, "SECONDS", 0.0)
    bearer = Bearer()
    assert bearer.authenticate(request, secret) is not bearer.authenticate(request, secret)


def test_a_centre_without_a_queue_refuses_and_still_answers_how_reports_stand() -> None:
    desk = make_desk()
    secret = secret_of(desk)
    Post.objects.filter(unit=desk.centre.unit, code__in=["intake", "liaison"]).update(code="other")
    assert send(secret).status_code == 422
    assert Client().get(f"{ADDRESS}/none", headers={"Authorization": f"Bearer {secret}"}).status_code == 404


def test_sent_together_each_gets_its_own_answer() -> None:
    """One of three is refused by the database alone; the other two are taken."""
    desk = make_desk()
    token = directory.issue_token(
        unit=desk.centre.linkage, centre=desk.centre.unit, label="平台", by=desk.by, at=desk.at
    ).token
    good = registration(desk, channel="web", first_receiver=None)
    bad = registration(desk, channel="web", first_receiver=None, place="长" * 301)
    sents = [
        submitting.Sent(token=token, key=key, digest="d", registration=each, at=desk.at)
        for key, each in (("1", good), ("2", bad), ("3", good), ("1", good))
    ]
    answers = submitting._take(sents)
    assert [isinstance(answer, submitting.Taken) for answer in answers] == [True, False, True, True]
    assert [answers[0].is_replay, answers[3].is_replay] == [False, True]
    assert Submission.objects.count() == Matter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_threads_get_numbers_without_gaps() -> None:
    desk = make_desk()
    secret = secret_of(desk)
    start, statuses = Barrier(8), []

    def work(lane: int) -> None:
        start.wait()
        for turn in range(4):
            statuses.append(send(secret, key=f"{lane}-{turn}").status_code)
            statuses.append(send(secret, key=f"shared-{turn}").status_code)
        connection.close()

    threads = [Thread(target=work, args=(lane,)) for lane in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Matter.objects.values_list("seq", flat=True)) == list(range(1, 37))
    assert (statuses.count(201), statuses.count(200), len(statuses)) == (36, 28, 64)


def test_a_failed_batch_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secret_of(make_desk())

    def crash(*_args: object, **_values: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(submitting, "insert_rows", crash)
    with pytest.raises(RuntimeError), transaction.atomic():
        send(secret)
    assert not Matter.objects.exists() and not Entry.objects.filter(verb="matter.registered").exists()


def test_what_lies_ahead_is_refused_by_the_service_too() -> None:
    desk = make_desk()
    answer = send(secret_of(desk), BODY | {"received_at": (clock.now() + timedelta(hours=1)).isoformat()})
    assert answer.status_code == 422 and answer.json()["details"][0]["field"] == "received_at"
