"""Rows of the on-the-spot page: as sent, or empty."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from firstdesk.common.language import words
from firstdesk.mediation.models import Agent, Case, Exhibit, Party
from firstdesk.mediation.selectors import room, titles
from firstdesk.mediation.selectors.case import agents_of
from firstdesk.mediation.selectors.outcome import procedure


@dataclass(frozen=True)
class SpotLine:
    """A party's row."""

    party: Party
    title: str
    agents: list[tuple[Agent, bool]]
    is_here: bool
    is_told: bool
    said: str
    is_oral: bool
    is_confirmed: bool
    way: str
    words: str
    strokes: str
    reader: str


def lines(case: Case, sent: QueryDict, at: datetime) -> list[SpotLine]:
    """A row for each party with what was ticked and typed."""
    made = []
    for party in Party.objects.filter(case=case).order_by("no"):
        key = str(party.pk)

        def ticked(field: str, key: str = key) -> bool:
            return key in sent.getlist(field)

        agents = [(agent, str(agent.pk) in sent.getlist("agent")) for agent in agents_of(party, at)]
        made.append(
            SpotLine(
                party, titles.party_title(party), agents, ticked("party") or not sent, ticked("told"),
                sent.get(f"said-{key}", ""), ticked("oral"), ticked("confirmed"), sent.get(f"way-{key}", ""),
                sent.get(f"words-{key}", ""), sent.get(f"strokes-{key}", ""), sent.get(f"reader-{key}", ""),
            )
        )  # fmt: skip
    return made


@dataclass(frozen=True)
class SpotExhibit:
    """An exhibit and each party's position on it."""

    exhibit: Exhibit
    is_shown: bool
    remarks: list[tuple[int, str, str]]  # party's number, title, what was chosen


def exhibits(case: Case, sent: QueryDict) -> list[SpotExhibit]:
    """Exhibits handed in earlier through a party's link or at the desk."""
    parties = list(Party.objects.filter(case=case).order_by("no"))
    return [
        SpotExhibit(
            row,
            str(row.no) in sent.getlist("shown"),
            [(each.no, titles.party_title(each), sent.get(f"remark-{row.no}-{each.no}", "")) for each in parties],
        )
        for row in Exhibit.objects.filter(case=case).order_by("no")
    ]


def ticks(case: Case, sent: QueryDict) -> list[tuple[str, str, str, list[tuple[str, str, bool]]]]:
    """For each step: code, title, article, and the boxes the mediator ticks."""
    chosen = sent.getlist("tick")
    found = []
    for step in procedure(case).steps:
        boxes = [
            (need.item, words(need.title), need.item in chosen) for need in step.needs if need.item in room.BY_WORD
        ]
        found.append((step.code, words(step.title), words(step.by_law) if step.by_law else "", boxes))
    return found
