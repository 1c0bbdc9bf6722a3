"""Holding a row until a verb is done."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def locked(rows: models.QuerySet[M], pk: int) -> M:
    """One of the rows, locked, with what they are to be read with as it is now.

    Two statements: where one locks and joins, and had to wait for another transaction, PostgreSQL reads the row anew but
    joins it to what was there before. A row that was handed over meanwhile would come without the one it was handed to.
    Raises the model's DoesNotExist.
    """
    list(rows.model._base_manager.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))
    return rows.get(pk=pk)
