import pytest

from firstdesk.config.messages import Problem, language, say


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRSTDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("LANG", "en_GB.UTF-8", "en"), ("LANG", "C.UTF-8", "zh"), ("LC_ALL", "EN", "en"), ("FIRSTDESK_LANG", "zh", "zh")],
)
def test_language(monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str) -> None:
    monkeypatch.setenv(name, value)
    assert language() == expected


def test_chinese_is_the_default() -> None:
    assert language() == "zh"
    assert say("停", "stop") == "停"
    assert str(Problem("坏了", "broken")) == "坏了"


def test_the_products_own_choice_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("FIRSTDESK_LANG", "en")
    assert str(Problem("坏了", "broken")) == "broken"
