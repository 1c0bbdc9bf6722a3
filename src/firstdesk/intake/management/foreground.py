"""What `firstdesk import` does once Django runs: the same import as the page's, in the foreground, with a bar."""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Unit, UnitKind, User
from firstdesk.directory.policies import require
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import acting_for
from firstdesk.intake.models import ImportFault, ImportRun
from firstdesk.intake.services.imports.mappings import raw_mapping, read_yaml
from firstdesk.intake.services.imports.running import (
    NewImport,
    begin,
    check_file,
    prepare_import,
    run_import,
)
from firstdesk.intake.states import ImportState

WIDTH = 30


@dataclass(frozen=True)
class Order:
    """What the command line asked for."""

    file: Path
    mapping: str
    centre: str
    username: str
    dry_run: bool = False
    quiet: bool = False  # no bar: the answer is for a machine, or nobody watches


def import_file(order: Order) -> dict[str, Any]:
    """Do it and return the figures. Raises Refusal with what to put right."""
    new, acting = _new_import(order)
    if order.dry_run:
        checked = check_file(new, at=clock.now())
        return {"dry_run": True, "rows": checked.total, "good": checked.good, "faults": checked.bad} | {
            "first_problems": [asdict(fault) for fault in checked.faults]
        }
    run = prepare_import(new, by=acting.actor, at=clock.now())
    repeated = run.state == ImportState.DONE
    if not repeated:
        begin(run, by=acting.actor, at=clock.now())
        run = run_import(run.pk, at=clock.now(), tell=None if order.quiet else bar(sys.stderr))
    return figures(run) | {"repeated": repeated}


def figures(run: ImportRun) -> dict[str, Any]:
    """A run in figures; every row is either a matter or a reported fault."""
    faults = ImportFault.objects.filter(run=run).order_by("row_number")[:20]
    return {
        "run": run.pk,
        "state": run.state,
        "rows": run.total,
        "imported": run.imported,
        "faults": run.failed,
        "message": run.message,
        "first_problems": [{"row": f.row_number, "column": f.column, "message": f.message} for f in faults],
    }


def _new_import(order: Order) -> tuple[NewImport, Acting]:
    if not order.file.is_file():
        raise Refusal(_("There is no file %(file)s.") % {"file": order.file})
    is_path = order.mapping.endswith((".yaml", ".yml"))
    mapping = read_yaml(Path(order.mapping)) if is_path else raw_mapping(order.mapping)
    centre = Unit.objects.filter(code=order.centre, kind=UnitKind.CENTRE).first()
    if centre is None:
        raise Refusal(_("There is no centre with the code %(code)s.") % {"code": order.centre})
    return NewImport(centre, order.file, order.file.name, mapping), _acting(order.username, centre)


def _acting(username: str, centre: Unit) -> Acting:
    user = User.objects.filter(username=username).first()
    held = acting_for(user, clock.now()) if user else None
    post = next((post for post in held.posts if post.unit_id == centre.pk), None) if held else None
    acting = acting_for(user, clock.now(), post.pk) if user and post else None
    if acting is None:
        raise Refusal(_("%(user)s holds no post in “%(unit)s” today.") % {"user": username, "unit": centre.name})
    require(acting, Permission.IMPORT)
    return acting


def bar(out: TextIO) -> Callable[[ImportRun], None]:
    """Draws how far a run is, on one line."""

    def draw(run: ImportRun) -> None:
        share = run.position / run.total if run.total else 1.0
        filled = "█" * int(share * WIDTH)
        text = f"\r{filled:░<{WIDTH}} {run.position}/{run.total}  +{run.imported}  !{run.failed}"
        out.write(text + ("\n" if run.position >= run.total else ""))
        out.flush()

    return draw
