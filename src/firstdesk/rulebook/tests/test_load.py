"""One broken sample per mistake: each says file, line, key and what would be right, in both languages."""

import re
from pathlib import Path

import pytest

from firstdesk.rulebook.load import Problem, RulebookError, compile_texts, load_rulebook
from firstdesk.rulebook.tests.factories import GOOD, HERE, good

BROKEN = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("sample", BROKEN, ids=lambda path: path.stem)
def test_every_mistake_is_named(sample: Path) -> None:
    """The first lines of a sample say where it stands and what must be said of it."""
    text = sample.read_text("utf-8")
    said = dict(re.findall(r"^# (as|line|key|zh|en): (.*)$", text, re.MULTILINE))
    with pytest.raises(RulebookError) as refused:
        compile_texts({**GOOD, said["as"]: text})
    expected = Problem(said["as"], int(said["line"]), said["key"], said["zh"], said["en"])
    assert expected in refused.value.problems
    assert [problem for problem in refused.value.problems if problem.file == expected.file][0] == expected


def test_problems_read_well_in_both_languages() -> None:
    problem = Problem("wall/gates.yaml", 7, "[0].verb", "没有声明过 x", "x is not declared")
    assert problem.render("zh") == "wall/gates.yaml 第 7 行,[0].verb:没有声明过 x"
    assert problem.render("en") == "wall/gates.yaml, line 7, [0].verb: x is not declared"
    assert str(RulebookError([problem])) == problem.render("en")


def test_a_folder_and_its_texts_are_the_same_rulebook() -> None:
    assert load_rulebook(HERE / "good").version == good().version
    assert compile_texts(good().texts).version == good().version


def test_the_version_is_the_content_not_its_line_ends() -> None:
    windows = {file: "\ufeff" + text.replace("\n", "  \r\n") + "\n\n" for file, text in GOOD.items()}
    assert compile_texts(windows).version == good().version
    other = {**GOOD, "rulebook.yaml": GOOD["rulebook.yaml"].replace("Director", "Deputy")}
    assert compile_texts(other).version != good().version


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="no rules here"):
        load_rulebook(tmp_path)


def test_a_regulation_without_source_has_no_clauses_to_cite() -> None:
    texts = {file: text for file, text in GOOD.items() if file != "borrowed/source.yaml"}
    with pytest.raises(RulebookError, match=r"borrowed/source.yaml, line 1, -: the file is missing"):
        compile_texts(texts)


def test_optional_files_may_be_absent_or_empty() -> None:
    without = {file: text for file, text in GOOD.items() if file not in {"conflicts.yaml", "calendars/local.yaml"}}
    assert compile_texts({**without, "wall/records.yaml": "", "wall/cases.yaml": "[]"}).conflicts == ()


def test_an_empty_centre_file_is_a_missing_one() -> None:
    with pytest.raises(RulebookError, match="centres/governance.yaml"):
        compile_texts({**GOOD, "centres/governance.yaml": "\n"})


def test_plain_parameters_keep_their_types() -> None:
    expected = {"days": 3, "share": 0.5, "strict": True, "none": None, "list": [1, "a"]}
    assert good().clauses["W-1"].parameters == expected
    assert good().clauses["W-1"].notes == {"conflict": "Five days elsewhere."}
