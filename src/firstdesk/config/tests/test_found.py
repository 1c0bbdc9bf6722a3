from datetime import UTC, datetime

import pytest

from firstdesk.config.founding import found
from firstdesk.config.messages import Problem
from firstdesk.directory.models import Unit, User
from firstdesk.directory.selectors import acting_for

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_the_first_administrator_can_act_and_must_choose_a_password() -> None:
    made = found(code="350399", name="澄溪县", username="wang", at=AT)

    person = User.objects.get(username="wang")
    assert person.check_password(made.password)
    assert person.must_change_password
    acting = acting_for(person, AT)
    assert acting is not None
    assert acting.post.role == "system_administrator"


def test_a_second_time_is_refused_and_nothing_is_saved() -> None:
    found(code="350399", name="澄溪县", username="wang", at=AT)
    with pytest.raises(Problem):
        found(code="350398", name="另一县", username="li", at=AT)
    assert Unit.objects.count() == 1
    assert not User.objects.filter(username="li").exists()
