"""Transactions of verbs that run inside other verbs."""

from django.db import transaction

# Joins the transaction it runs in, or opens one: no savepoint, so no two statements for every verb inside a verb. What
# it raises undoes the whole verb around it; whoever wants to go on after a refusal opens a savepoint of their own.
joined = transaction.atomic(savepoint=False)
