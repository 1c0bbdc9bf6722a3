"""Learning from decided matters: what is learned from, what is measured, what is taken into use."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import LazySettings

from firstdesk.common.refusals import Refusal
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter, SearchText
from firstdesk.matters.tests.factories import Desk, make_desk
from firstdesk.triage.models import Decision, LearnedModel
from firstdesk.triage.selectors import suggest
from firstdesk.triage.selectors.grams import grams
from firstdesk.triage.selectors.predictor import Predictor
from firstdesk.triage.services.learning.adopting import learn
from firstdesk.triage.services.learning.examples import Example, is_held_out, lot_of
from firstdesk.triage.services.learning.fitting import train
from firstdesk.triage.services.learning.measure import score

pytestmark = pytest.mark.django_db
BY = Actor.system("learn")
KINDS = {  # what this centre calls things, in words that are in no rule
    ("utilities.water", "complaint"): ("龙头", "水表", "阀门", "泵房"),
    ("government_service.household", "enquiry"): ("迁入", "档案", "证明", "盖章"),
    ("commerce_tourism.tourism", "suggestion"): ("步道", "展馆", "夜游", "讲解"),
}


def story(words: tuple[str, ...], draw: random.Random) -> str:
    filler = "我家附近的事情请你们看看谢谢昨天晚上今天早上村里街上"
    return "".join(draw.choice(words) + "".join(draw.sample(filler, 3)) for _ in range(4))


def decided(desk: Desk, count: int, *, right: bool = True) -> None:
    """Matters with their stories and decisions, written row by row: the verbs are tested elsewhere."""
    draw = random.Random(7)
    first = Matter.objects.count()
    labels = list(KINDS)
    rows = []
    for place in range(count):
        label = labels[place % 3]
        told = story(KINDS[label], draw)
        topic, nature = label if right else draw.choice(labels)
        rows.append((told, topic, nature, f"JJ-T-{desk.centre.unit.pk}-{first + place:07}"))
    matters = Matter.objects.bulk_create(
        Matter(
            centre=desk.centre.unit, centre_kind=desk.centre.unit.centre_kind, year=2025, seq=first + place + 1,
            register="TT", number=number, token=number, title="t", channel="phone", nature=nature, topic=topic,
            responsible_unit=desk.centre.unit, responsible_person=desk.officer, first_receiver=desk.officer,
            rulebook_version="v", registered_at=desk.at, changed_at=desk.at, state="closed", ended_at=desk.at,
        )
        for place, (_told, topic, nature, number) in enumerate(rows)
    )  # fmt: skip
    SearchText.objects.bulk_create(
        SearchText(matter=matter, part="report", source_id=0, registered_at=desk.at, text=f"某地\n{row[0]}")
        for matter, row in zip(matters, rows, strict=True)
    )
    Decision.objects.bulk_create(
        Decision(
            matter=matter, nature=matter.nature, topic=matter.topic, urgency="normal", grade="ordinary", remit="own",
            rule_id="r", row_id="r", route="own", verdict={}, rulebook_version="v", decided_at=desk.at,
            decided_by=desk.officer,
        )
        for matter in matters
    )  # fmt: skip


@pytest.fixture(autouse=True)
def own_files(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_learned_measured_kept_and_used() -> None:
    desk = make_desk()
    decided(desk, 330)
    row = learn(desk.centre.unit, by=BY, at=desk.at)
    assert row.is_adopted and row.examples + row.held_out == 330 and row.held_out > 30
    assert row.figures["topic"]["learned"]["macro_f1"] > 0.9 > row.figures["topic"]["in_use"]["macro_f1"]
    found = suggest("泵房的阀门和水表坏了", desk.centre.unit, desk.at)
    assert found.topic is not None and found.nature is not None
    assert (found.source, found.topic.value, found.nature.value) == ("model", "utilities.water", "complaint")
    assert any(reason in "泵房的阀门和水表坏了" for reason in found.topic.reasons)
    assert Entry.objects.get(verb="suggestions.adopted").after_json.count(row.version[:8]) == 1


def test_the_words_of_the_rules_still_call_what_is_urgent() -> None:
    desk = make_desk()
    decided(desk, 330)
    learn(desk.centre.unit, by=BY, at=desk.at)
    found = suggest("泵房起火,有人被困", desk.centre.unit, desk.at)
    assert found.urgency is not None and (found.urgency.value, found.urgency.source) == ("urgent", "keywords")


def test_what_does_worse_is_kept_and_not_used() -> None:
    desk = make_desk()
    decided(desk, 330)
    good = learn(desk.centre.unit, by=BY, at=desk.at)
    numbers = [number for number in Matter.objects.values_list("number", flat=True) if not is_held_out(number)]
    spoiled = Decision.objects.filter(matter__number__in=numbers)
    Decision.objects.bulk_create(  # decided anew, at random
        Decision(
            matter=old.matter, nature="other", topic=random.Random(old.pk).choice([t for t, _n in KINDS]),
            urgency="normal", grade="ordinary", remit="own", rule_id="r", row_id="r", route="own", verdict={},
            rulebook_version="v", decided_at=desk.at, decided_by=desk.officer,
        )
        for old in spoiled.select_related("matter")
    )  # fmt: skip
    bad = learn(desk.centre.unit, by=BY, at=desk.later(minutes=1))
    assert not bad.is_adopted and "topic" in bad.reason
    assert suggest("泵房的阀门坏了", desk.centre.unit, desk.at).version == good.version


def test_too_little_is_refused() -> None:
    desk = make_desk()
    decided(desk, 30)
    with pytest.raises(Refusal):
        learn(desk.centre.unit, by=BY, at=desk.at)
    assert not LearnedModel.objects.exists()


def test_a_lost_file_leaves_the_words_of_the_rules(tmp_path: Path) -> None:
    desk = make_desk()
    decided(desk, 330)
    row = learn(desk.centre.unit, by=BY, at=desk.at)
    (tmp_path / "models" / f"{row.version}.model").unlink()
    found = suggest("咨询户口怎么迁", desk.centre.unit, desk.at)
    assert found.source == "keywords" and found.topic is not None


def test_confidential_matters_teach_nothing() -> None:
    desk = make_desk()
    decided(desk, 120)
    Matter.objects.filter(seq__lte=60).update(confidentiality="confidential")
    lot = lot_of(desk.centre.unit)
    assert len(lot.learn) + len(lot.held_out) == 60


def test_the_same_matters_are_always_kept_aside() -> None:
    assert is_held_out("JJ-350322-2025-0000012") == is_held_out("JJ-350322-2025-0000012")
    share = sum(is_held_out(f"JJ-350322-2025-{n:07}") for n in range(5000)) / 5000
    assert 0.17 < share < 0.23


def test_many_values_are_told_in_five_milliseconds() -> None:
    """Sixty topics and a story as long as is read, in time of this process: other work on the machine does not count."""
    draw = random.Random(3)
    signs = [chr(0x4E00 + n) for n in range(2000)]
    texts = [("".join(draw.choices(signs[30 * k : 30 * k + 120], k=60)), f"t{k}") for k in range(60) for _ in range(10)]
    predictor = Predictor(train([Example(text, {"topic": label}) for text, label in texts]))
    text = "".join(draw.choices(signs, k=1000))
    assert len(grams(text)) > 1000
    began = time.process_time()
    for _ in range(50):
        predictor.predict(text)
    assert 1000 * (time.process_time() - began) / 50 < 10  # 5 on a machine with nothing else to do


def test_macro_f1_by_hand() -> None:
    found = score(["a", "a", "b", "c"], ["a", "b", "b", ""])
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert (found.agreed, found.texts, found.values) == (0.5, 4, 3)


def test_the_web_process_loads_no_library_for_it() -> None:
    code = (
        "import django, sys; django.setup(); import firstdesk.config.urls; "
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
