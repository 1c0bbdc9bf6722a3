"""What the demonstration is made of: the city and its stories, written by hand in YAML beside this file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

HERE = Path(__file__).parent
EVERYWHERE = ("police_mediation", "service_linkage", "police_office", "governance", "window")


@dataclass(frozen=True)
class Story:
    """One thing somebody asks for, with places still to be filled."""

    topic: str
    nature: str
    remit: str
    title: str
    story: str
    done: str
    said: str
    urgency: str = "normal"
    grade: str = "ordinary"
    confidential: bool = False
    anonymous: bool = False
    kinds: tuple[str, ...] = EVERYWHERE
    declined: str = "经核对职责清单，此事不属我单位承办，建议转主管部门。"


@dataclass(frozen=True)
class Told:
    """A story with its places filled."""

    title: str
    narrative: str
    done: str
    said: str
    reporter: str
    place: str


@cache
def city() -> dict[str, Any]:
    """The units, people, places and words of the city."""
    found: dict[str, Any] = yaml.safe_load((HERE / "city.yaml").read_text(encoding="utf-8"))
    return found


@cache
def stories() -> tuple[Story, ...]:
    """Every story."""
    rows = yaml.safe_load((HERE / "stories.yaml").read_text(encoding="utf-8"))
    return tuple(Story(**row | {"kinds": tuple(row.get("kinds", EVERYWHERE))}) for row in rows)


def person_name(rng: Random) -> str:
    """A whole invented name."""
    return f"{rng.choice(city()['surnames'])}{rng.choice(city()['given'])}"


def polite(rng: Random) -> str:
    """How a caller is written down: surname and title."""
    return f"{rng.choice(city()['surnames'])}{rng.choice(['先生', '女士'])}"


def tell(story: Story, street: str, rng: Random) -> Told:
    """Fill the places of a story."""
    words = city()
    reporter = polite(rng)
    places: dict[str, Any] = {
        "st": f"{street}{rng.randint(2, 168)}号",
        "street": street,
        "place": rng.choice(words["estates"]),
        "unit_no": f"{rng.randint(1, 9)}0{rng.randint(1, 4)}室",
        "room": f"{rng.randint(1, 9)}栋{rng.randint(1, 6)}0{rng.randint(1, 4)}室",
        "who": reporter,
        "other": polite(rng),
        "shop": rng.choice(words["shops"]),
        "firm": rng.choice(words["firms"]),
        "school": rng.choice(words["schools"]),
        "n": rng.randint(2, 6),
        "m": rng.randint(3, 48) * 100,
        "ago": rng.choice(words["moments"]),
    }
    title, narrative, done, said = (
        text.format(**places) for text in (story.title, story.story, story.done, story.said)
    )
    return Told(title, narrative, done, said, reporter, _place(story, places))


def _place(story: Story, places: dict[str, Any]) -> str:
    """The place of the report as the story itself says it."""
    if "{st}" in story.story:
        return f"{places['st']}"
    if "{street}{n}号" in story.story:
        return f"{places['street']}{places['n']}号"
    return f"{places['place']}" if "{place}" in story.story else f"{places['st']}"
