"""Locking a row until a verb is done."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def locked(rows: models.QuerySet[M], pk: int) -> M:
    """One of the rows, locked, with its related rows as they are now.

    Two statements, for a locking join that had to wait for another transaction reads the row anew but joins it to old
    related rows: a row handed over meanwhile would come with its former owner. Raises the model's DoesNotExist."""
    list(rows.model._base_manager.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))
    return rows.get(pk=pk)
