"""Titles of those who attend: 甲方, 乙方 …, their agents, the mediators."""

from string import ascii_uppercase

from django.utils.translation import gettext as _

from firstdesk.common.language import lang
from firstdesk.mediation.models import Agent, Participant, Party, Seat

STEMS = {"zh": "甲乙丙丁戊己庚辛壬癸", "en": ascii_uppercase}


def title_of(no: int) -> str:
    """甲方, 乙方, 丙方 …; to readers of English Party A, Party B, Party C …"""
    stems = STEMS[lang()]
    said = stems[no - 1] if 0 < no <= len(stems) else str(no)
    return f"{said}方" if lang() == "zh" and said in stems else _("Party %(no)s") % {"no": said}


def party_title(party: Party) -> str:
    """The party's title, by its number in the case."""
    return title_of(party.no)


def title(person: Party | Agent | Participant | Seat) -> str:
    """The title of anybody who attends."""
    if isinstance(person, Party):
        return party_title(person)
    if isinstance(person, Agent):
        return f"{party_title(person.party)} · {person.get_role_display()}"
    if isinstance(person, Seat):
        return str(person.get_role_display())
    return person.capacity


def name(person: Party | Agent | Participant | Seat) -> str:
    """The full name, for those who may read the case."""
    return str(person.mediator.user) if isinstance(person, Seat) else str(person.name)


def masked(name: str) -> str:
    """The first character and one placeholder for each other: for screens others can see."""
    return name[:1] + "＊" * max(len(name) - 1, 0)
