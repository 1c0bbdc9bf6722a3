"""A model's constraints, reported field by field before the database has to."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, Refusal


def check(instance: models.Model, *, leave_out: tuple[str, ...] = ()) -> None:
    """Run a model's field checks and constraints; raises Refusal with one Detail per problem."""
    try:
        instance.full_clean(exclude=set(leave_out))
    except ValidationError as error:
        raise Refusal(_("Nothing was saved. Put right what is marked."), details=details_of(error)) from error


def details_of(error: ValidationError) -> tuple[Detail, ...]:
    """Django's errors as details of a refusal; errors of the whole form have the field ''."""
    fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return tuple(
        Detail("" if field == NON_FIELD_ERRORS else field, message)
        for field, messages in fields.items()
        for message in messages
    )
