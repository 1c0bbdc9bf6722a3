"""Capital numerals are law on a contract: every amount reads back as itself, and the hard cases read as a bank writes them."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as st

from firstdesk.common import money

HARD = {
    0: "零元整",
    1: "壹分",
    10: "壹角",
    11: "壹角壹分",
    5_00: "伍元整",
    10_00: "壹拾元整",
    16_00: "壹拾陆元整",
    20_00: "贰拾元整",
    100_00: "壹佰元整",
    101_00: "壹佰零壹元整",
    110_00: "壹佰壹拾元整",
    500_05: "伍佰元零伍分",
    500_50: "伍佰元伍角",
    1_200_00: "壹仟贰佰元整",
    1_001_00: "壹仟零壹元整",
    1_010_10: "壹仟零壹拾元壹角",
    1_409_50: "壹仟肆佰零玖元伍角",
    1_680_32: "壹仟陆佰捌拾元叁角贰分",
    6_007_14: "陆仟零柒元壹角肆分",
    10_000_00: "壹万元整",
    10_010_00: "壹万零壹拾元整",
    16_409_02: "壹万陆仟肆佰零玖元零贰分",
    100_001_00: "壹拾万零壹元整",
    107_000_53: "壹拾万柒仟元伍角叁分",
    1_000_000_00: "壹佰万元整",
    10_010_000_00: "壹仟零壹万元整",
    100_000_000_00: "壹亿元整",
    100_010_001_00: "壹亿零壹万零壹元整",
    101_000_000_00: "壹亿零壹佰万元整",
    1_001_000_100_01: "壹拾亿零壹佰万零壹佰元零壹分",
}
DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(("fen", "written"), HARD.items())
def test_hard_cases(fen: int, written: str) -> None:
    assert money.capitals(fen) == written


def _below_ten_thousand(text: str) -> int:
    total = digit = 0
    for character in text:
        if character in UNITS:
            total, digit = total + digit * UNITS[character], 0
        else:
            digit = DIGITS[character]
    return total + digit


def _read(text: str) -> int:
    """Fen, read by another way than they were written."""
    whole, yuan, rest = text.partition("元")
    if not yuan:
        whole, rest = "", text
    total = 0
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        before, found, after = whole.rpartition(unit)
        if found:
            high = before.partition("万") if unit == "亿" else ("", "", before)
            thousands = _below_ten_thousand(high[0]) * 10**4 if high[1] else 0
            lower = high[2] if high[1] or unit == "万" else high[0]
            total += (thousands + _below_ten_thousand(lower)) * worth
            whole = after
    fen = (total + _below_ten_thousand(whole)) * 100
    for unit, worth in (("角", 10), ("分", 1)):
        before, found, after = rest.rpartition(unit)
        if found:
            fen += DIGITS[before[-1]] * worth
            rest = after
    return fen


@given(st.one_of(st.integers(0, 10**6), st.integers(0, 10**11), st.integers(0, money.MOST - 1)))
@example(10**13)
def test_every_amount_reads_back(fen: int) -> None:
    written = money.capitals(fen)
    assert _read(written) == fen
    assert written.endswith("整") == (fen % 100 == 0)
    assert "零零" not in written and not written.startswith("零") or fen == 0


@given(st.integers(0, money.MOST - 1), st.integers(0, money.MOST - 1))
def test_two_amounts_are_never_written_alike(one: int, other: int) -> None:
    assert (money.capitals(one) == money.capitals(other)) == (one == other)


@pytest.mark.parametrize("fen", [-1, money.MOST])
def test_what_cannot_be_written_is_refused(fen: int) -> None:
    with pytest.raises(ValueError):
        money.capitals(fen)


def test_figures() -> None:
    assert money.yuan(120_000) == "1,200.00"
    assert money.yuan(5) == "0.05"
    assert money.yuan(-1_234_567_89) == "-1,234,567.89"


def test_from_yuan() -> None:
    assert money.fen(Decimal("1200.5")) == 120_050
    with pytest.raises(ValueError):
        money.fen(Decimal("0.005"))


def test_on_a_page() -> None:
    assert Template("{% load parts %}{{ 120050|yuan }}").render(Context()) == "￥1,200.50"
