"""Figures of reports: each function returns the set of records behind a figure, as of the cut-off.

A set is queried the same way for counting and listing, so a figure and its records cannot differ. Changes after the
cut-off are ignored: lasting moments are read from the rows, and for the few things that may change back (reopened,
reclassified, extended, handed over, proof withdrawn) the ledger tells their state then. Only records entered late with
an earlier date (an import) change a repeated count; a further version corrects for them."""

from collections.abc import Callable, Mapping

from firstdesk.reporting.figures import matters, promises, units, work
from firstdesk.reporting.figures.scope import Rows, Scope

QUERIES: Mapping[str, Callable[[Scope], Rows]] = {
    "registered": matters.registered,
    "closed": matters.closed,
    "ended_beside": matters.ended_beside,
    "reopened": matters.reopened,
    "still_open": matters.still_open,
    "urgent": matters.urgent,
    "disputes": matters.disputes,
    "complaints": matters.complaints,
    "public_order": matters.public_order,
    "theft": matters.theft,
    "fire": matters.fire,
    "traffic": matters.traffic,
    "referred": work.referred,
    "objected": work.objected,
    "promises_kept": promises.kept,
    "promises_late": promises.late,
    "duties_done": work.duties_done,
    "duties_missed": work.duties_missed,
    "mediated": work.mediated,
    "settled": work.settled,
    "unsettled": work.unsettled,
    "screening_zero": work.screening_zero,
    "screening_silent": work.screening_silent,
    "satisfied": work.satisfied,
    "unsatisfied": work.unsatisfied,
    "asked": units.asked,
    "accepted": units.accepted,
    "refused": units.refused,
    "answered": units.answered,
    "at_hand": units.at_hand,
    "owed_kept": promises.owed_kept,
    "owed_late": promises.owed_late,
    "turnouts": units.turnouts,
}
