"""What will befall a matter of the demonstration, drawn when it begins."""

from dataclasses import dataclass
from random import Random

from firstdesk.config.demo.data import Story, Told
from firstdesk.directory.models import Grid, Unit

MAY_OBJECT = frozenset({"complaint", "help", "suggestion", "civil_dispute"})


@dataclass
class Fate:
    """One matter's way: who asked what, where, and what goes differently from the plain way."""

    centre: Unit
    story: Story
    told: Told
    grid: Grid
    channel: str
    reporter: str = "named"  # named, pseudonymous, anonymous
    slow: float = 1.0  # how much longer its handling takes
    objections: int = 0
    unclear: bool = False  # brought to the director first
    ends: str = ""  # withdrawn, invalid, duplicate
    ends_in: str = ""  # the state in which it ends like that
    suspends: bool = False
    is_relieved: bool = False  # police went first, and the responsible unit is called for certain
    misjudged: bool = False  # reclassified once
    returned: bool = False
    contested: bool = False
    unanswered_calls: int = 0
    rating: int | None = None

    def waits_in(self, state: str) -> bool:
        """Whether it is left to whoever looks round."""
        return self.ends == "waits" and self.ends_in == state

    @property
    def may_object(self) -> bool:
        """Whether a unit could think that it is another's business."""
        story = self.story
        return story.remit == "outside" and story.urgency == "normal" and story.nature in MAY_OBJECT

    @property
    def is_violence(self) -> bool:
        return self.story.topic.startswith("domestic_violence")

    @property
    def is_confidential(self) -> bool:
        return self.story.confidential or self.is_violence

    @property
    def is_identified(self) -> bool:
        return self.reporter != "anonymous"


def draw(fate: Fate, rng: Random) -> Fate:
    """Let chance decide; rare things are rare, and each happens somewhere in a month."""
    story = fate.story
    named = rng.choices(["named", "pseudonymous", "anonymous"], [80, 6, 14])[0]
    fate.reporter = "anonymous" if story.anonymous or story.story.startswith("匿名") else named
    fate.slow = rng.choices([1.0, 2.2, 5.0], [80, 13, 7])[0]
    if fate.may_object:
        fate.objections = rng.choices([0, 1, 2, 3], [78, 13, 4, 5])[0]
    fate.unclear = story.urgency == "normal" and story.grade == "ordinary" and rng.random() < 0.05
    fate.suspends = story.urgency == "normal" and rng.random() < 0.09
    fate.misjudged = fate.may_object and story.grade == "ordinary" and rng.random() < 0.07
    fate.returned = rng.random() < 0.07
    fate.contested = rng.random() < 0.06
    fate.unanswered_calls = rng.choices([0, 1, 2], [82, 13, 5])[0]
    fate.rating = rng.choices([5, 4, 3, 2, 1, None], [34, 26, 8, 4, 2, 26])[0]
    if story.urgency != "urgent" and rng.random() < 0.07:
        fate.ends, fate.ends_in = "withdrawn", rng.choice(["to_triage", "offered", "handling"])
    return fate
