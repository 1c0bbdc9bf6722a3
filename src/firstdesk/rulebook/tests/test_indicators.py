"""Indicators and lists: a share that never exceeds its whole, few said as few, and what is never counted is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.indicators import LEAST, Counting, IndicatorRule, forbidden, measure
from firstdesk.rulebook.load import compile_texts
from firstdesk.rulebook.model import Place, Text
from firstdesk.rulebook.nodes import RulebookError
from firstdesk.rulebook.tests.factories import GOOD

FACTS = """
lists:
  subjects: {zh: 内容, en: Subjects}
counts:
  ended: {zh: 到期的, en: Due}
  kept: {zh: 守时的, en: Kept}
"""
PLANTED = "clocks:\n  petition_reply: {zh: 来信答复, en: Reply}\n"  # its words say nothing; its name does
INDICATOR = """
- id: gc.indicator.kept
  title: {zh: 守时率, en: Kept}
  clauses: [W-1]
  of: [unit, post]
  part: {count: kept, only: {clock: [triage]}}
  whole: {count: ended}
  formula: {zh: 守时的 ÷ 到期的, en: kept of due}
"""


def rule(least: int = LEAST) -> IndicatorRule:
    return IndicatorRule(
        id="x.i", title=Text("", ""), clauses=(), regulation="x", in_force=None, note=None, assumed=False,
        place=Place("x", 1), version="v", of=("unit",), part=Counting("kept", {}), whole=Counting("ended", {}),
        formula=Text("", ""), least=least,
    )  # fmt: skip


@given(whole=st.integers(0, 5000), data=st.data())
def test_a_share_lies_between_nothing_and_all(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    found = measure(rule(), part, whole)
    assert found.few == (whole < LEAST)
    assert (found.percent is None) == (whole == 0)
    if found.percent is not None:
        assert 0 <= found.percent <= 100 and (found.percent == 100) >= (part == whole)


@given(part=st.integers(1, 100))
def test_a_part_beyond_its_whole_is_no_share(part: int) -> None:
    with pytest.raises(ValueError):
        measure(rule(), part, part - 1)


@pytest.mark.parametrize(
    "text", ["上访人数", "petitions_count", "抓获数", "拘留人数", "arrest rate", "不予受理率", "Share of refusals"]
)
def test_what_is_never_counted(text: str) -> None:
    assert forbidden(text)


def test_what_may_be_counted() -> None:
    assert not forbidden("按期办结率", "promises kept", "回访评价", "refined")


def texts(indicator: str) -> dict[str, str]:
    found = dict(GOOD)
    found["facts.yaml"] = found["facts.yaml"].replace("clocks:\n", PLANTED) + FACTS
    found["wall/indicators.yaml"] = indicator
    return found


def problems(indicator: str) -> str:
    with pytest.raises(RulebookError) as told:
        compile_texts(texts(indicator))
    return str(told.value)


def test_it_is_read() -> None:
    first_clock = INDICATOR.replace(", only: {clock: [triage]}", "")
    found = compile_texts(texts(first_clock)).rules["gc.indicator.kept"]
    assert isinstance(found, IndicatorRule) and (found.least, found.of) == (LEAST, ("unit", "post"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("守时率", "上访起数", "petitions"),
        ("kept of due", "arrests made", "never counted"),
        ("of: [unit, post]", "of: [person]", "person"),
        ("{count: ended}", "{count: petitions}", "petitions"),
        ("clock: [triage]", "belief: [none]", "belief"),
        ("clock: [triage]", "clock: [petition_reply]", "never counted"),
    ],
)
def test_what_must_not_be_is_refused_with_its_reason(old: str, new: str, said: str) -> None:
    assert said in problems(INDICATOR.replace(old, new))
