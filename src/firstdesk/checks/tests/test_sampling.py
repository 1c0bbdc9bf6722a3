"""Anybody can draw again and gets the same; nobody is likelier to be drawn than another."""

import hashlib
import subprocess
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.checks import sampling

DRAWN = st.integers(0, 10**9).map("{:03}".format)


def made(count: int, first: int) -> set[str]:
    """So many numbers of matters: two draws of the generator, however many there are."""
    return {f"JJ-350300-2025-{(first + each * 7919) % 10**7:07}" for each in range(count)}


NUMBERS = st.builds(made, st.integers(1, 30), st.integers(0, 10**7 - 1))


@given(NUMBERS, DRAWN, st.integers(1, 100), st.integers())
def test_the_same_list_and_number_give_the_same_sample(numbers: set[str], drawn: str, percent: int, order: int) -> None:
    first, second = sorted(numbers), sorted(numbers)
    Random(order).shuffle(second)
    count = sampling.size(len(numbers), percent, is_percent=True)
    samples = [
        sampling.sample(each, sampling.seed(sampling.population_hash(each), drawn), count) for each in (first, second)
    ]
    assert samples[0] == samples[1] and len(set(samples[0])) == count and set(samples[0]) <= numbers


@given(NUMBERS, DRAWN)
def test_another_list_or_number_is_another_seed(numbers: set[str], drawn: str) -> None:
    frozen = sampling.population_hash(numbers)
    assert frozen != sampling.population_hash([*numbers, "JJ-000000-2025-0000000"])
    assert sampling.seed(frozen, drawn) != sampling.seed(frozen, f"{drawn}1")


@given(st.integers(1, 5000), st.integers(1, 100))
def test_of_per_cent_the_next_whole_one(population: int, percent: int) -> None:
    count = sampling.size(population, percent, is_percent=True)
    assert 1 <= count <= population and (count - 1) * 100 < population * percent <= count * 100
    assert sampling.size(population, percent, is_percent=False) == min(population, percent)


def test_everybody_is_as_likely_as_everybody_else() -> None:
    """How often each is drawn over many seeds: chi-square with 39 degrees of freedom, far from the one-in-a-million bound.
    The seeds are fixed, so that the test says the same every time."""
    numbers = [f"JJ-350300-2025-{number:07}" for number in range(40)]
    frozen, rounds, count = sampling.population_hash(numbers), 2000, 8
    drawn = dict.fromkeys(numbers, 0)
    for number in range(rounds):
        for each in sampling.sample(numbers, sampling.seed(frozen, f"{number:04}"), count):
            drawn[each] += 1
    expected = rounds * count / len(numbers)
    chance = 1 - count / len(numbers)  # without putting back: the variance is smaller by this
    chi = sum((times - expected) ** 2 for times in drawn.values()) / (expected * chance)
    assert chi < 95


def test_the_first_of_the_list_is_in_no_better_place() -> None:
    """Pairs, too: being drawn says nothing of the neighbour in the list."""
    numbers = [f"JJ-350300-2025-{number:07}" for number in range(20)]
    frozen, both = sampling.population_hash(numbers), 0
    for number in range(3000):
        found = sampling.sample(numbers, sampling.seed(frozen, f"{number:04}"), 5)
        both += numbers[0] in found and numbers[1] in found
    expected = 3000 * (5 * 4) / (20 * 19)
    assert abs(both - expected) < 5 * expected**0.5


def test_the_shell_draws_the_same(tmp_path: object) -> None:
    """As the page of a draw tells it: with `sort` and `sha256sum` alone."""
    numbers = sorted(f"JJ-350300-2025-{number:07}" for number in range(12))
    (tmp_path / "p.txt").write_text("".join(f"{each}\n" for each in numbers))  # type: ignore[operator]
    script = """
    hash=$(LC_ALL=C sort p.txt | sha256sum | cut -c1-64)
    seed=$(printf '%s' "$hash:0815" | sha256sum | cut -c1-64)
    while read -r n; do printf '%s %s\\n' "$(printf '%s' "$seed:$n" | sha256sum | cut -c1-64)" "$n"; done < p.txt \
        | LC_ALL=C sort | head -n 4 | cut -d' ' -f2"""
    try:
        out = subprocess.run(["bash", "-c", script], cwd=str(tmp_path), capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("no bash and sha256sum here")
    seed = sampling.seed(sampling.population_hash(numbers), "0815")
    assert out.stdout.split() == sampling.sample(numbers, seed, 4)


def test_what_it_is_made_of() -> None:
    """Three lines of SHA-256 and nothing else."""

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    assert sampling.population_hash(["b", "a"]) == sha("a\nb\n")
    assert sampling.seed("x", "123") == sha("x:123")
    assert sampling.lot("s", "a") == sha("s:a")
