"""What a report counts: each query is the set of records behind a figure, as they stood at the cut-off.

A set is asked for the same way whether it is counted or listed, so that a figure and its records cannot differ. Nothing here
reads what changed after the cut-off: moments that stay are read from the rows; of the few things that went another way since
(taken up again, classified anew, given more time, handed over, proof taken back) the record says how they stood. Only what is
entered late, with its own earlier day (an import), is found by a report drawn again; a further version corrects for it.
"""

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
