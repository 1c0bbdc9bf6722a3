"""The centre judges a matter: officer first, director where the rules want the director."""

from datetime import datetime

from firstdesk.config.demo import data
from firstdesk.config.demo.fate import Fate
from firstdesk.config.demo.life import Life
from firstdesk.directory.models import Unit
from firstdesk.matters.models import Matter
from firstdesk.triage import services as triage
from firstdesk.triage.selectors.checklists import codes_for
from firstdesk.triage.selectors.routes import rulebook_of
from firstdesk.triage.services import Classification, Hazard

HAZARD = Hazard(
    parties="涉事住户与建设单位",
    people_involved=46,
    cause="补偿评估口径不一，信息公开不及时",
    focus="评估依据公开、面积复核、过渡安置",
    measures="已设接待点，逐户登记诉求，安排专人包户",
    superior_asked="请县级层面协调征收与自然资源部门到场说明",
)


class Judge:
    """Decisions, escalations, decisions anew."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def triage(self, matter: Matter, fate: Fate, at: datetime) -> None:
        """The officer on duty decides, or brings it to the director."""
        seat = self._seat(matter)
        by = self.life.city.intake(seat, at)
        if fate.channel == "grid" and fate.story.urgency != "urgent":
            triage.verify(matter, is_true=True, method="网格员现场核实", note="属实", by=by, at=at)
        if fate.story.grade == "major":
            triage.file_hazard_form(matter, HAZARD, by=by, at=at)
        if fate.story.grade != "ordinary":
            triage.escalate(matter, reason="事项复杂，按规定提请主任决定。", by=by, at=at)
            return
        if matter.objections and self._other(matter, fate) is None:  # whom to ask now is the director's to choose
            triage.escalate(matter, reason="承办单位有异议，没有其他单位可派，提请主任决定。", by=by, at=at)
            return
        remit = "unclear" if fate.unclear else fate.story.remit
        triage.decide(matter, self._judged(matter, fate, remit=remit, target=self._other(matter, fate)), by=by, at=at)

    def direct(self, matter: Matter, fate: Fate, at: datetime) -> None:
        """The director decides, in writing."""
        fate.unclear = False
        by = self.life.city.actor(self._seat(matter), "director")
        decision = "同意由承办单位牵头，三日内报进展；必要时召开联席会。"
        judged = self._judged(matter, fate, remit=fate.story.remit, decision=decision, target=self._other(matter, fate))
        triage.decide(matter, judged, by=by, at=at)

    def _judged(
        self,
        matter: Matter,
        fate: Fate,
        *,
        remit: str,
        decision: str = "",
        target: Unit | None = None,
        reason: str = "",
    ) -> Classification:
        story = fate.story
        return Classification(
            nature=story.nature,
            topic=story.topic,
            urgency=story.urgency,
            grade=story.grade,
            remit=remit,
            reason=reason or self._why(matter, target),
            director_decision=decision,
            target=target,
            handover_note=f"{fate.told.title}。请与反映人联系，按时回单。",
            person_informed=True,
            ticked=tuple(codes_for(rulebook_of(matter), matter.centre_kind, {"topic": story.topic.partition(".")[0]})),
        )

    def _other(self, matter: Matter, fate: Fate) -> Unit | None:
        """After an objection: the unit next in kin, unless it has objected too; then the table's unit once more."""
        refused = set(matter.referrals.filter(state="objected").values_list("to_unit__code", flat=True))
        code = data.city()["next_in_kin"].get(fate.story.topic.partition(".")[0])
        return self.life.city.units[code] if refused and code and code not in refused else None

    def _why(self, matter: Matter, target: Unit | None) -> str:
        if target:
            return "上一单位提出异议，改派。"
        return "经核对职责清单，仍属该单位承办。" if matter.objections else ""

    def _seat(self, matter: Matter) -> Unit:
        unit = matter.responsible_unit
        return unit if unit.centre_kind else matter.centre
