"""What a crafted form or address sends is no key and no moment, and breaks nothing."""

from datetime import UTC, datetime

import pytest

from firstdesk.common.http import key_in, moment_in


@pytest.mark.parametrize("sent", ["", "x", "-1", "1.0", "²", "9" * 19, "9" * 5000, " 1"])
def test_no_key(sent: str) -> None:
    assert key_in(sent) is None


def test_a_key() -> None:
    assert key_in("42") == 42


@pytest.mark.parametrize("sent", ["", "yesterday", "2025-02-30T10:00:00+00:00", "2025-09-01T10:00", "9" * 5000])
def test_no_moment(sent: str) -> None:
    assert moment_in(sent) is None


def test_a_moment() -> None:
    assert moment_in("2025-09-01T10:00:00+00:00") == datetime(2025, 9, 1, 10, tzinfo=UTC)
