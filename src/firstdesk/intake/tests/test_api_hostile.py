"""Whatever is sent to the interface: never a 5xx, never an answer its own description does not know."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from firstdesk.config.api import api
from firstdesk.intake.tests.test_api import secret_of
from firstdesk.matters.tests.factories import make_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

RULES_SAY_MORE = positive_data_acceptance  # a body of the right shape may lack what the centre's rules ask for (422)
QUIETLY = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_no_input_breaks_it(live_server) -> None:
    secret = secret_of(make_desk())
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    schema = schemathesis.openapi.from_dict(described)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {operation.path for operation in operations} == {"/api/v1/reports", "/api/v1/reports/{number}"}
    for operation in operations:
        for mode in schemathesis.GenerationMode:

            @QUIETLY
            @given(case=operation.as_strategy(generation_mode=mode))
            def send(case: schemathesis.Case) -> None:
                headers = {"Authorization": f"Bearer {secret}"}
                case.call_and_validate(base_url=live_server.url, headers=headers, excluded_checks=[RULES_SAY_MORE])

            send()
