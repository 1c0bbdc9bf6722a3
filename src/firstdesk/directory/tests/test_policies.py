"""What each post may, whatever the page."""

from datetime import UTC, datetime

import pytest

from firstdesk.common.policy import reason_not
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory import policies
from firstdesk.directory.roles import ROLES
from firstdesk.directory.roles import Permission as P
from firstdesk.directory.tests.factories import acting, make_centre

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
READS = {P.READ_OWN, P.READ_SUBTREE, P.READ_CONFIDENTIAL, P.READ_AUDIT, P.READ_FIGURES}
CASES = {P.READ_OWN, P.READ_SUBTREE, P.READ_CONFIDENTIAL, P.REVEAL}


def test_a_supervisor_reads_and_edits_nothing() -> None:
    # urges, cards, whether a late day is paid, what is looked at again and assessed: the case itself stays as it is
    overseeing = {P.SUPERVISE, P.SETTLE, P.INSPECT, P.ASSESS}
    assert ROLES["supervisor"].permissions <= READS | overseeing
    assert ROLES["auditor"].permissions <= READS


@pytest.mark.parametrize("role", ["system_administrator", "auditor"])
def test_no_case_content(role: str) -> None:
    assert not ROLES[role].permissions & CASES


def test_whoever_sets_up_posts_works_on_no_case() -> None:
    for role in ROLES.values():
        if P.MANAGE_DIRECTORY in role.permissions:
            assert not role.permissions & {P.REGISTER, P.TRIAGE, P.REFER, P.HANDLE, P.REPLY, P.DECIDE, P.MEDIATE}


@pytest.mark.django_db
def test_an_administrator_stays_beneath_the_own_unit() -> None:
    centre, other = make_centre(), make_centre()
    admin = acting(centre.people["admin"], AT)
    policies.check_manage(admin, centre.community)
    with pytest.raises(NotAllowed):
        policies.check_manage(admin, centre.jurisdiction)
    assert reason_not(policies.check_manage, admin, other.unit)
    assert reason_not(policies.check_manage, acting(centre.people["director"], AT), centre.unit)


@pytest.mark.django_db
def test_looking_after_somebody() -> None:
    centre = make_centre()
    person = centre.people["intake"]
    units = [centre.unit]
    for code in ("admin", "director"):
        policies.check_look_after(acting(centre.people[code], AT), person, units)
    for code in ("supervisor", "intake", "group_leader"):
        assert reason_not(policies.check_look_after, acting(centre.people[code], AT), person, units)
    liaison = acting(centre.linkage_people["leader"], AT)
    assert reason_not(policies.check_look_after, liaison, person, units)
    policies.check_look_after(liaison, centre.linkage_people["handler"], [centre.linkage])


@pytest.mark.django_db
def test_a_new_password_is_given_by_who_administers_every_post_it_opens() -> None:
    centre, other = make_centre(), make_centre()
    admin, person = acting(centre.people["admin"], AT), centre.people["intake"]
    policies.check_give_password(admin, person, [centre.unit])
    assert reason_not(policies.check_give_password, admin, person, [centre.unit, other.unit])
    assert reason_not(policies.check_give_password, acting(centre.people["director"], AT), person, [centre.unit])


@pytest.mark.django_db
def test_the_charter_belongs_to_the_director() -> None:
    centre = make_centre()
    policies.check_keep_charter(acting(centre.people["director"], AT), centre.unit)
    for code in ("supervisor", "admin", "intake"):
        assert reason_not(policies.check_keep_charter, acting(centre.people[code], AT), centre.unit)
    assert reason_not(policies.check_keep_charter, acting(make_centre().people["director"], AT), centre.unit)
