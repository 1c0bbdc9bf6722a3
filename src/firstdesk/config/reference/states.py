"""State diagrams, drawn from the tables the product itself obeys."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from firstdesk.dispatch import states as dispatch
from firstdesk.intake import states as intake
from firstdesk.matters import states as matters
from firstdesk.obligations import states as obligations


@dataclass(frozen=True)
class Machine:
    """One life cycle: its title, its states, its arrows, and whose turn each state is (where that is decided)."""

    title: str
    states: type[models.TextChoices]
    moves: Mapping[str, frozenset[str]]
    owner: Mapping[str, str]


MACHINES = (
    Machine("Matter", matters.State, matters.MOVES, {k: str(v) for k, v in matters.OWNER.items()}),
    Machine("Referral", dispatch.ReferralState, dispatch.MOVES, dispatch.OWNER),
    Machine("Clock", obligations.ClockState, obligations.MOVES, {}),
    Machine("Contact", intake.ContactState, intake.CONTACT_MOVES, {}),
    Machine("Import", intake.ImportState, intake.IMPORT_MOVES, {}),
)


def page() -> str:
    """The Markdown page with one Mermaid diagram and one table per life cycle."""
    return "# States\n\n" + "\n".join(_section(machine) for machine in MACHINES)


def _section(machine: Machine) -> str:
    arrows = [f"    {old} --> {new}" for old in machine.states.values for new in sorted(machine.moves.get(old, ()))]
    rows = [f"| `{value}` | {label} | {machine.owner.get(value, '')} |" for value, label in machine.states.choices]
    return "\n".join(
        [f"## {machine.title}", "", "```mermaid", "stateDiagram-v2", *arrows, "```", "",
         "| state | on screen (English) | whose turn |", "|---|---|---|", *rows, ""]
    )  # fmt: skip
