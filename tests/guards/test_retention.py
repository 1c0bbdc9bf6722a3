"""What is written about a matter is erased when its time is over, or it is said why it stays."""

from django.apps import apps
from django.db import models

from firstdesk.common.retention import declared, holds_words, path_to
from firstdesk.files.models import File
from firstdesk.matters.models import Matter
from tests.support.source import report


def of_a_matter() -> list[type[models.Model]]:
    """The models of the product whose rows lead to a matter."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("firstdesk.")]
    return [model for model in ours if path_to(model, Matter) and not model._meta.auto_created]


def kept(model: type[models.Model]) -> set[str]:
    return {name for names in vars(model).get("words_kept", {}).values() for name in names}


def test_every_column_of_words_is_declared() -> None:
    """A new column of text, or a file, is either erased with its matter or kept for a reason that is written down; forgotten, never."""
    found = []
    for model in of_a_matter():
        erased = {*declared(model, "words_erased"), *declared(model, "words_blanked"), *declared(model, "files_erased")}
        for field in model._meta.concrete_fields:
            holds = field.related_model is File if field.is_relation else holds_words(field)
            if holds and field.name not in erased | kept(model):
                found.append(f"{model._meta.label}.{field.name}")
    report(found, why="Declare it in words_erased, or in words_kept with the reason (see common/retention.py):")


def test_what_is_declared_exists_and_only_once() -> None:
    """A declaration that names no column, or says two things of one, protects nobody."""
    found = []
    for model in of_a_matter():
        erased = [*declared(model, "words_erased"), *declared(model, "words_blanked"), *declared(model, "files_erased")]
        columns = {field.name for field in model._meta.concrete_fields}
        wrong = ({*erased, *kept(model)} - columns) | (set(erased) & kept(model))
        found += [f"{model._meta.label}.{name}" for name in sorted(wrong)]
    report(found, why="Each name is a column, erased or kept:")


def test_a_reason_for_what_stays_is_written() -> None:
    """«Kept» without a why is forgetting with another word."""
    found = [
        f"{model._meta.label}: {why!r}"
        for model in of_a_matter()
        for why in vars(model).get("words_kept", {})
        if len(why) < 3
    ]
    report(found, why="Say why these columns stay:")


def test_the_models_that_hold_most_are_among_them() -> None:
    """Should the way to a matter no longer be found, this guard would fall silent."""
    labels = {model._meta.label for model in of_a_matter()}
    expected = {
        "matters.Matter", "intake.Report", "intake.Party", "intake.Contact", "followup.Reply", "followup.Rating",
        "complaints.Record", "oversight.Application", "oversight.Supervision", "teamwork.Note", "triage.Decision",
        "dispatch.ReturnedResult", "dispatch.ServiceStep", "notices.Delivery", "notices.Notice",
    }  # fmt: skip
    assert expected <= labels
