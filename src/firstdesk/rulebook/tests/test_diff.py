"""What a new version changes, and which running clocks."""

from dataclasses import replace

from firstdesk.rulebook.diff import diff, show
from firstdesk.rulebook.model import Text
from firstdesk.rulebook.tests.factories import edited, good

LONGER = ("amount: 3, unit: working_days", "amount: 4, unit: working_days")


def test_the_same_rules_differ_in_nothing() -> None:
    found = diff(good(), good())
    assert (found.added, found.removed, found.changed, found.shared, found.clock_rules) == ((), (), (), (), ())


def test_a_changed_figure_changes_running_clocks() -> None:
    found = diff(good(), edited(wall__deadlines=LONGER))
    (change,) = found.changed
    assert (change.rule_id, change.keys) == ("wall.accept", ("limits",))
    assert change.before["limits"].zh.startswith("3 个工作日 (2020-01-01 - )")
    assert change.after["limits"].en.startswith("4 working days")
    assert found.clock_rules == ("wall.accept",)
    assert found.to_json()["clock_rules"] == ["wall.accept"]


def test_words_change_no_clock() -> None:
    found = diff(good(), edited(wall__deadlines=("zh: 三声内接听", "zh: 三声铃响内接听")))
    assert [change.keys for change in found.changed] == [("title",)] and found.clock_rules == ()


def test_rules_come_and_go() -> None:
    old, new = good(), good()
    new = replace(new, rules={name: rule for name, rule in new.rules.items() if name != "wall.accept"})
    assert diff(old, new).removed == ("wall.accept",) and diff(old, new).clock_rules == ("wall.accept",)
    assert diff(new, old).added == ("wall.accept",) and diff(new, old).clock_rules == ()


def test_what_all_clocks_lean_on() -> None:
    found = diff(good(), edited(rulebook=("to: '17:30'", "to: '18:00'")))
    assert found.shared == ("office_hours",)
    assert set(found.clock_rules) == {"wall.accept", "wall.answer", "borrowed.accept"}
    assert diff(good(), edited(calendars__local=("2025-03-03", "2025-03-04"))).shared == ("local_days",)
    assert diff(good(), edited(centres__governance=("[wall, borrowed]", "[wall]"))).shared == ("centres",)


def test_a_rule_that_became_another_kind() -> None:
    new = replace(good(), rules={**good().rules, "wall.accept": replace(good().rules["wall.shown"], id="wall.accept")})
    (change,) = diff(good(), new).changed
    assert change.after["kind"].en == "PublicationRule"


def test_values_in_words() -> None:
    assert show(None) == Text("-", "-")
    assert show(frozenset({"b", "a"})) == Text("a、b", "a, b")
    assert show({"nature": frozenset({"a"})}) == Text("nature=a", "nature=a")
    assert show({}) == show(()) == Text("-", "-")
    assert show(Text("一", "one")).en == "one"
