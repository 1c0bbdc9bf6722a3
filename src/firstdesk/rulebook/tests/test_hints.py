"""Words that speak for a topic, a nature or an urgency."""

import pytest

from firstdesk.rulebook.hints import NO_HINTS, Hints, guess_nature, guess_topic, guess_urgency
from firstdesk.rulebook.load import RulebookError, compile_texts
from firstdesk.rulebook.tests.factories import GOOD

HINTS = Hints(
    topics={"fire": ("消防",), "fire.flames": ("起火", "楼道起火"), "water": ("停水",), "water.bill": ("水费",)},
    natures={"help": ("救命", "求助"), "enquiry": ("请问",)},
    urgencies={"urgent": ("起火", "救命"), "priority": ("停水",)},
)


def test_topic_is_the_child_that_is_named_within_the_root_most_is_said_about() -> None:
    guess = guess_topic(HINTS, "楼道起火,请问消防在哪里,还停水")
    assert guess is not None
    assert (guess.value, guess.words) == ("fire.flames", ("消防", "楼道起火"))  # the longer word, once
    assert 0.5 < guess.share < 1


def test_root_where_no_child_is_named() -> None:
    guess = guess_topic(HINTS, "消防")
    assert guess is not None and guess.value == "fire" and guess.share == 1


def test_urgency_heeds_the_gravest_word_whatever_else_is_said() -> None:
    guess = guess_urgency(HINTS, "停水停水停水,救命")
    assert guess is not None and (guess.value, guess.words) == ("urgent", ("救命",))


def test_nature_by_most_words() -> None:
    guess = guess_nature(HINTS, "请问能求助吗,救命")
    assert guess is not None and guess.value == "help"


@pytest.mark.parametrize("text", ["", "天气很好"])
def test_nothing_speaks(text: str) -> None:
    assert guess_topic(HINTS, text) is guess_nature(HINTS, text) is guess_urgency(HINTS, text) is None
    assert guess_topic(NO_HINTS, "起火") is None


def test_a_word_for_an_unknown_topic_is_refused() -> None:
    texts = GOOD | {"suggestions.yaml": "topics:\n  no_such_topic: [起火]\n"}
    with pytest.raises(RulebookError) as caught:
        compile_texts(texts)
    assert "suggestions.yaml, line 2, topics.no_such_topic" in str(caught.value)
