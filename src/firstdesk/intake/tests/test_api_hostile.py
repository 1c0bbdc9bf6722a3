"""Whatever is sent to the interface: never a 5xx, never an answer its own description does not know."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from firstdesk.config.wsgi import application
from firstdesk.intake.tests.test_api import secret_of
from firstdesk.matters.tests.factories import make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(scope="module")
def secret(django_db_setup: None, django_db_blocker) -> str:
    with django_db_blocker.unblock():
        return secret_of(make_desk())


@schema.parametrize()
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_breaks_it(case: schemathesis.Case, secret: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
