"""The life of an overseer's word, and of an application."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Card(models.TextChoices):
    """How serious the overseer's word is, from the mildest on."""

    URGE = "urge", _("Urged")
    YELLOW = "yellow", _("Yellow card")
    RED = "red", _("Red card")
    BLACK = "black", _("Black card")


GRAVITY: tuple[str, ...] = (Card.URGE, Card.YELLOW, Card.RED, Card.BLACK)
CARDS = frozenset({Card.YELLOW, Card.RED, Card.BLACK})


class SupervisionState(models.TextChoices):
    OPEN = "open", _("Awaits the unit's word")
    ANSWERED = "answered", _("The unit has answered")
    LIFTED = "lifted", _("Lifted")


SUPERVISION_MOVES: dict[str, frozenset[str]] = {
    SupervisionState.OPEN: frozenset({SupervisionState.ANSWERED, SupervisionState.LIFTED}),
    SupervisionState.ANSWERED: frozenset({SupervisionState.LIFTED}),
    SupervisionState.LIFTED: frozenset(),
}


class Kind(models.TextChoices):
    """What is applied for."""

    EXTENSION = "extension", _("Extension of a promise")
    SUSPENSION = "suspension", _("Suspension")
    VOIDING = "voiding", _("Voiding")
    RECLASSIFICATION = "reclassification", _("Reclassification")


class ApplicationState(models.TextChoices):
    ASKED = "asked", _("To be decided")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")  # the matter moved on before anybody decided


APPLICATION_MOVES: dict[str, frozenset[str]] = {
    ApplicationState.ASKED: frozenset(set(ApplicationState) - {ApplicationState.ASKED}),
    ApplicationState.APPROVED: frozenset(),
    ApplicationState.REFUSED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
    ApplicationState.LAPSED: frozenset(),
}
