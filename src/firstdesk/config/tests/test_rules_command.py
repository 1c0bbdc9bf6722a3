"""`firstdesk rules` and `firstdesk workdays`: Chinese and English, JSON, exit codes, and no database."""

import contextlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firstdesk.config import environment
from firstdesk.config.cli import main as command_line
from firstdesk.config.cli import rules
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rulebook.tests.factories import GOOD, HERE

DUE = "2025-10-11T23:59:59+08:00"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTDESK_RULES", str(HERE / "good"))
    monkeypatch.setenv("FIRSTDESK_LANG", "zh")


def run(line: str) -> int:
    """The exit code, usage errors included."""
    try:
        return command_line.main(line.split())
    except SystemExit as end:
        return int(end.code or 0)


def printed(line: str, capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    assert run(line) == code
    return capsys.readouterr().out


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(HERE / "good", folder)
    (folder / file).write_text(GOOD[file].replace(old, new), encoding="utf-8")
    return folder


def test_lint_is_green_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert "6 种情形,每种恰有一行首先适用" in printed("rules lint", capsys)
    english = printed("rules lint --all --lang en", capsys)
    assert "0 errors, 0 warnings, 3 notes" in english and "[no_rule]" in english


def test_lint_fails_on_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = changed(tmp_path, "wall/cases.yaml", "2025-10-11", "2025-10-12")
    assert "example_fails" in printed(f"rules lint --rules {folder}", capsys, code=1)
    found = json.loads(printed(f"rules lint --json --rules {folder}", capsys, code=1))
    assert found["counts"]["error"] == 1 and found["findings"][0]["kind"] == "example_fails"


def test_rules_that_do_not_compile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = changed(tmp_path, "wall/deadlines.yaml", "clock: answer", "clock: anwser")
    assert run(f"rules lint --rules {folder}") == 1
    assert "wall/deadlines.yaml 第 17 行,[1].clock:没有声明过 anwser;可以写 answer" in capsys.readouterr().err
    (problem,) = json.loads(printed(f"rules coverage --json --rules {folder}", capsys, code=1))["problems"]
    assert (problem["line"], problem["key"]) == (17, "[1].clock")


def test_coverage_holds_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed("rules coverage --json", capsys))
    assert {name: found[name] for name in ("clauses", "carried", "planned", "checklist", "excluded")} == {
        "clauses": 8, "carried": 5, "planned": 1, "checklist": 1, "excluded": 1,
    }  # fmt: skip
    assert found["by_capability"]["intake"]["carried"] == 4
    assert "合计" in printed("rules coverage", capsys)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("wall.accept --start 2025-09-30T15:00", "到期:2025年10月11日(周六)23:59"),
        ("accept --centre governance --facts nature=help --start 2025-09-30T15:00", "规则「三日内受理」(wall.accept)"),
        ("wall.accept --start 2025-09-01T10:00 --pause 2025-09-02T10:00 2025-09-03T10:00", "9月3日 暂停,不计"),
        ("wall.route --facts nature=help urgency=normal", "行 rest 首先适用"),
        ("wall.register --facts nature=help --present place", "登记还缺 经过"),
        ("wall.meeting --start 2025-05-01 --end 2025-05-31", "应于 2025年5月23日(周五)前完成"),
    ],
)
def test_explain(line: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in printed(f"rules explain {line}", capsys)
    (found,) = json.loads(printed(f"rules explain {line} --json", capsys))
    assert found["version"] and found["explanation"]


def test_explain_lists_a_duty_for_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(json.loads(printed("rules explain wall.meeting --start 2025-01-01 --json", capsys))) == 12


def test_explain_a_step_and_an_agreed_date_of_the_real_rules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FIRSTDESK_RULES")
    step = "rules explain gc.session.people --step rights --facts profile=people"
    assert "之前,先完成“开场”（人民调解法" in printed(step, capsys)
    whole = printed(f"{step} --done opening --centre police_mediation --json", capsys)
    assert {miss["item"] for miss in json.loads(whole)[0]["missing"]} >= {"rights_told_each_party", "nature_told"}
    perform = "rules explain gc.mediation.perform --start 2025-09-15T10:00"
    assert "到期:2025年10月1日" in printed(f"{perform} --agreed 2025-10-01", capsys)
    assert run(perform) == 1 and "请给出记录中约定的日期" in capsys.readouterr().err
    assert run("rules explain gc.session.people --step sing") == 1 and "没有步骤 sing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("wall.acept --start 2025-09-30", 1, "规则手册中没有规则 wall.acept;相近的有 wall.accept"),
        ("wall.route --facts nature=help", 1, "还需要这些事实:urgency"),
        ("wall.story", 1, "没有可推算的结论"),
        ("reply --centre governance --start 2025-09-30", 1, "没有为时限 reply"),
        ("wall.accept", 2, "--start"),
        ("wall.route --facts nature", 2, "应写成 名称=取值"),
        ("wall.accept --start yesterday", 2, "yesterday 应像 2025-09-30T15:00"),
    ],
)
def test_explain_refuses(line: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"rules explain {line}") == code
    assert said in capsys.readouterr().err


def test_diff_of_two_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (
        HERE / "good",
        changed(tmp_path, "wall/deadlines.yaml", "amount: 3, unit: working", "amount: 4, unit: working"),
    )
    assert "会改变按这些规则运行的时限:wall.accept" in printed(f"rules diff {old} {new}", capsys, code=1)
    found = json.loads(printed(f"rules diff {old} {new} --json", capsys, code=1))
    assert found["changed"][0]["keys"]["limits"]["after"]["zh"].startswith("4 个工作日")
    assert "会改变按这些规则运行的时限:-" in printed(f"rules diff {old} {old}", capsys)


def test_diff_tells_what_came_went_and_is_shared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = changed(tmp_path, "rulebook.yaml", "to: '17:30'", "to: '18:00'")
    (folder / "wall" / "publications.yaml").write_text("[]", encoding="utf-8")
    cases = GOOD["wall/cases.yaml"].splitlines(keepends=True)
    (folder / "wall" / "cases.yaml").write_text("".join(c for c in cases if "wall.shown" not in c), encoding="utf-8")
    told = printed(f"rules diff {HERE / 'good'} {folder} --lang en", capsys, code=1)
    assert "removed wall.shown" in told and "shared setting changed: office_hours" in told
    assert "added wall.shown" in printed(f"rules diff {folder} {HERE / 'good'} --lang en", capsys, code=1)


@pytest.mark.django_db
def test_diff_of_stored_versions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(rules, "database", contextlib.nullcontext)
    RulebookVersion.objects.create(
        version="4567cdef", title="样本", in_force_from="2025-01-01", loaded_at=datetime.now(UTC), texts=GOOD
    )
    assert printed(f"rules diff 4567 {HERE / 'good'}", capsys).endswith("运行的时限:-\n")
    assert run("rules diff 0123abcd 4567") == 2
    assert (
        "0123abcd 既不是规则文件夹,也不能唯一确定一个已存版本;最近的版本:4567cdef (2025-01-01)"
        in capsys.readouterr().err
    )


def test_workdays_over_the_holiday(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed("workdays add 2025-09-30T15:00 3 --json", capsys))
    assert (found["due"], found["provisional"]) == (DUE, False)
    assert found["explanation"]["en"].endswith("Oct 11 (Sat, make-up working day) working day 3")
    assert "到期:2025年10月11日(周六)23:59" in printed("workdays add 2025-09-30T15:00 3", capsys)
    assert "Due: Sat Oct 11, 2025, 23:59" in printed("--lang en workdays add 2025-09-30T15:00 3", capsys)


def test_workdays_back_and_between(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed("workdays add 2025-10-11 -3", capsys) == "到期:2025年9月30日(周二)23:59\n"
    assert json.loads(printed("workdays add 2025-10-11 -3 --json", capsys))["explanation"]["zh"] == ""
    assert printed("workdays between 2025-09-30 2025-10-11", capsys) == "3 个工作日\n"
    assert "1 working day\n" in printed("workdays between 2025-09-30 2025-10-09 --lang en", capsys)
    assert json.loads(printed("workdays between 2025-09-30 2025-10-11 --json", capsys))["workdays"] == 3


def test_a_year_not_announced(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("workdays add 2040-03-01 3") == 1
    assert "2040 年的放假安排不在已知的" in capsys.readouterr().err
    assert "(暂定)" in printed("workdays add 2040-03-01 3 --provisional", capsys)


def test_without_rules_the_official_calendar_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIRSTDESK_RULES", str(tmp_path / "none"))
    assert json.loads(printed("workdays add 2025-09-30T15:00 3 --json", capsys))["due"] == DUE


def test_the_rules_of_the_repository_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FIRSTDESK_RULES")
    assert (environment.rules_dir() / "facts.yaml").is_file()


@pytest.mark.parametrize("verb", ["rules lint", "rules coverage", "rules explain", "rules diff", "workdays add"])
def test_help_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"例:firstdesk {verb}" in printed(f"{verb} --help", capsys)
