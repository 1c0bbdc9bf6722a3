"""Words that are kept no longer than they are needed: each model says which of its columns hold them, and why others stay.

    words_erased = ("text",)                        erased with what the row belongs to
    words_blanked = ("place_key",)                  so too, where a mark in its place would be taken for a value
    words_kept = {"codes of the rules": ("topic",)} kept, with the reason
    words_path = "report__matter_id"                how the row leads there, where no foreign key says so
    files_erased = ("scan",)                        files let go of with the words; the shelf is swept by itself
    words_held_by = "ended_at"                      an archive wants this row, and what hangs on it, until long after that

A guard reads the same declarations: a column of text that is in none of them fails the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Case, CharField, F, Field, JSONField, Model, Q, TextField, Value, When

ERASED = "—"  # stands where words were: what asks for words finds some, and readers see that there were


@dataclass(frozen=True)
class Words:
    """The columns of one model that are erased with the subject a row belongs to."""

    model: type[Model]
    path: str  # the lookup from a row to the key of its subject
    erased: tuple[str, ...]
    blanked: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    held_by: str = ""  # the lookup to the moment the file it belongs to was closed

    def erase(self, keys: Sequence[int], *, filed_before: datetime) -> int:
        """Erase these columns in every row of these subjects; returns how many rows held anything. Rows that belong to
        a file stay with it while it is open, or was closed after `filed_before`."""
        left = Q()
        for name in self.erased + self.blanked:
            left |= ~self._is_nothing(name)
        for name in self.files:
            left |= Q(**{f"{name}__isnull": False})
        rows = self.model._default_manager.filter(left, **{f"{self.path}__in": keys})
        if self.held_by:
            rows = rows.filter(**{f"{self.held_by}__lt": filed_before})
        return rows.update(**self._values())

    def _values(self) -> dict[str, object]:
        instead: dict[str, object] = {name: _instead(self._field(name)) for name in self.erased}
        return instead | {name: Value("") for name in self.blanked} | dict.fromkeys(self.files)

    def _is_nothing(self, name: str) -> Q:
        field = self._field(name)
        if getattr(field, "is_concealed", False):  # what is encrypted is compared with nothing else
            return Q(**{name: ""})
        return Q(**{f"{name}__in": _nothing(field)})

    def _field(self, name: str) -> "Field[object, object]":
        return self.model._meta.get_field(name)  # type: ignore[return-value]


def registry(subject: type[Model]) -> list[Words]:
    """Every declaration of the product that leads to a subject, in a fixed order."""
    found = []
    for model in apps.get_models():
        erased, blanked = declared(model, "words_erased"), declared(model, "words_blanked")
        files = declared(model, "files_erased")
        path = path_to(model, subject)
        if (erased or blanked or files) and path:
            found.append(Words(model, path, erased, blanked, files, _holder(model, path)))
    return sorted(found, key=lambda words: words.model._meta.label)


def declared(model: type[Model], name: str) -> tuple[str, ...]:
    """A model's own declaration, not an inherited one."""
    return tuple(vars(model).get(name, ()))


def path_to(model: type[Model], subject: type[Model], depth: int = 2) -> str:
    """The lookup from a row to its subject's key: a foreign key, a number named after it, or through one row
    between."""
    if model is subject:
        return "pk"
    if "words_path" in vars(model):
        return str(vars(model)["words_path"])
    name = subject._meta.model_name or ""
    fields = model._meta.concrete_fields
    direct = [f.name for f in fields if f.name == f"{name}_id" or (f.related_model is subject and f.name == name)]
    direct += [f.name for f in fields if f.related_model is subject]
    if direct:
        return direct[0] if direct[0].endswith("_id") else f"{direct[0]}_id"
    if depth > 1:
        for field in fields:
            if isinstance(field.related_model, type) and issubclass(field.related_model, Model) and not field.null:
                further = path_to(field.related_model, subject, depth - 1)
                if further:
                    return f"{field.name}__{further}"
    return ""


def _holder(model: type[Model], path: str) -> str:
    """How a row leads to the end of the file it belongs to; "" where it belongs to none."""
    steps = path.split("__")
    for index, step in enumerate(["", *steps[:-1]]):
        if step:
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
        if "words_held_by" in vars(model):
            return "__".join([*steps[:index], vars(model)["words_held_by"]])
    return ""


def holds_words(field: "Field[object, object]") -> bool:
    """Whether somebody, or a program quoting somebody, could have written words into this column."""
    return isinstance(field, CharField | TextField | JSONField) and not field.choices


def _nothing(field: "Field[object, object]") -> list[object]:
    return [{}, []] if isinstance(field, JSONField) else ["", ERASED]


def _instead(field: "Field[object, object]") -> object:
    if isinstance(field, JSONField):
        return Value([] if field.default is list else {}, output_field=JSONField())
    return Case(When(**{field.name: ""}, then=F(field.name)), default=Value(ERASED), output_field=CharField())
