"""How those at a table are called: 甲方, 乙方 …, whoever acts for them, the mediators."""

from firstdesk.mediation.models import Agent, Participant, Party, Seat

TITLES = "甲乙丙丁戊己庚辛壬癸"


def party_title(party: Party) -> str:
    """By the party's number in its case."""
    return f"{TITLES[party.no - 1]}方" if party.no <= len(TITLES) else str(party.no)


def title(person: Party | Agent | Participant | Seat) -> str:
    """What somebody is at the table."""
    if isinstance(person, Party):
        return party_title(person)
    if isinstance(person, Agent):
        return f"{party_title(person.party)} · {person.get_role_display()}"
    if isinstance(person, Seat):
        return str(person.get_role_display())
    return person.capacity


def name(person: Party | Agent | Participant | Seat) -> str:
    """Their name, whole: for those who may read the case."""
    return str(person.mediator.user) if isinstance(person, Seat) else str(person.name)


def masked(name: str) -> str:
    """The first character, and how many there are more: on a screen others may see."""
    return name[:1] + "＊" * max(len(name) - 1, 0)
