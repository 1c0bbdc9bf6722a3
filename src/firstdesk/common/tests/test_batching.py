from collections.abc import Sequence
from threading import Barrier, Event, Thread

import pytest

from firstdesk.common.batching import Together

LONG = 30.0  # seconds: never waited for where a test holds


def answers_of(together: Together[int, int], numbers: Sequence[int]) -> list[int]:
    """What several threads are answered that ask at once."""
    start, found = Barrier(len(numbers)), []

    def ask(number: int) -> None:
        start.wait()
        found.append(together.ask(number))

    threads = [Thread(target=ask, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def test_one_alone_waits_for_nobody() -> None:
    together: Together[int, int] = Together(lambda items: [item * 2 for item in items], patience=LONG)
    assert [together.ask(1), together.ask(2)] == [2, 4]


def test_everybody_gets_the_own_answer() -> None:
    together: Together[int, int] = Together(lambda items: [item * 2 for item in items], patience=0.001)
    for _turn in range(20):
        assert answers_of(together, range(8)) == [number * 2 for number in range(8)]


def test_whoever_comes_while_one_works_is_worked_on_together() -> None:
    sizes, begun, go = [], Event(), Event()

    def work(items: Sequence[int]) -> list[int]:
        sizes.append(len(items))
        begun.set()
        go.wait(LONG)
        return list(items)

    together: Together[int, int] = Together(work)
    first = Thread(target=together.ask, args=(0,))
    first.start()
    begun.wait(LONG)
    others = [Thread(target=together.ask, args=(number,)) for number in (1, 2, 3)]
    for each in others:
        each.start()
    while len(together._waiting) < 3:
        pass
    go.set()
    for each in (first, *others):
        each.join()
    assert sizes == [1, 3]


def test_after_several_the_next_waits_for_as_many() -> None:
    sizes = []

    def work(items: Sequence[int]) -> list[int]:
        sizes.append(len(items))
        return list(items)

    together: Together[int, int] = Together(work, patience=LONG)
    together._expected = 4
    assert answers_of(together, range(4)) == [0, 1, 2, 3]
    assert sizes == [4]


def test_patience_ends() -> None:
    together: Together[int, int] = Together(lambda items: list(items), patience=0.001)
    together._expected = 4
    assert together.ask(7) == 7
    assert together._expected == 1


def test_a_fault_is_everybodys_and_the_next_goes_on() -> None:
    def work(items: Sequence[int]) -> list[int]:
        if 0 in items:
            raise RuntimeError("the disk is full")
        return list(items)

    together: Together[int, int] = Together(work)
    with pytest.raises(RuntimeError):
        together.ask(0)
    assert together.ask(1) == 1
