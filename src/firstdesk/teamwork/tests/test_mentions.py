"""Names after an @: the longest that fits, and a text that stays what it was."""

from hypothesis import given
from hypothesis import strategies as st

from firstdesk.teamwork.mentions import longest_name
from firstdesk.teamwork.selectors import pieces

names = st.lists(st.text("张伟明ab1", min_size=1, max_size=4), max_size=5)


@given(st.text("@张伟明ab1 ，", max_size=40), names)
def test_cut_and_put_together_it_is_the_same_text(text: str, known: list[str]) -> None:
    found = pieces(text, known)
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text[0] == "@" and piece.text[1:] in known for piece in found if piece.is_name)


@given(st.text("张伟明ab1 ", max_size=12), names)
def test_the_longest_name_that_fits(rest: str, known: list[str]) -> None:
    name = longest_name(rest, known)
    assert name == "" or (name in known and rest.startswith(name))


def test_a_latin_name_ends_where_the_word_ends() -> None:
    assert longest_name("zhangsan 请看", ["zhang"]) == ""
    assert longest_name("zhang请看", ["zhang"]) == "zhang"
    assert longest_name("张伟明请看", ["张伟", "张伟明"]) == "张伟明"
