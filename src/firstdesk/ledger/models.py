"""The append-only record: entries in hash chains, the head of each chain, and the signed anchors over all of them."""

import json
from typing import cast

from django.db import models


class Chain(models.Model):
    """The head of one hash chain (one per matter, one per other subject). Locked while an entry is appended."""

    mutability = "mutable"

    name = models.CharField(max_length=80, primary_key=True)  # "matter:42", "unit:3", "rulebook", "system"
    length = models.BigIntegerField(default=0)
    head = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class Entry(models.Model):
    """One verb done by somebody. No foreign keys on purpose: the record must outlive what it speaks of."""

    mutability = "append_only"

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=80)
    seq = models.BigIntegerField()  # 1, 2, 3 … within the chain
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)  # the event's name, e.g. "referral.accepted"
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    post_id = models.BigIntegerField(null=True)
    post_name = models.CharField(max_length=120, blank=True)
    unit_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=60)  # "matters.Matter"
    subject_id = models.CharField(max_length=64)
    reason = models.TextField(blank=True)  # under the hash by its seal: erased at the end of its time, the chain holds
    salt = models.CharField(max_length=32, blank=True, default="", db_default="")  # goes with the words
    seal = models.CharField(max_length=64, blank=True, default="", db_default="")  # none: the reason itself is hashed
    before_json = models.TextField(default="{}")  # canonical JSON text: what was hashed is what is stored
    after_json = models.TextField(default="{}")
    rulebook_version = models.CharField(max_length=64, blank=True)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="ledger_entry_chain_seq")]
        indexes = [
            models.Index(fields=["actor_id", "at"], name="ledger_entry_actor_at"),
            models.Index(fields=["at"], name="ledger_entry_at"),
            models.Index(fields=["verb", "at"], name="ledger_entry_verb_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"

    @property
    def before(self) -> dict[str, object]:
        """The values the verb changed, as they were."""
        return cast(dict[str, object], json.loads(self.before_json))

    @property
    def after(self) -> dict[str, object]:
        """The values the verb changed, as they became, with the figures it stored."""
        return cast(dict[str, object], json.loads(self.after_json))


class Anchor(models.Model):
    """A signed link of the global sequence: the heads of every chain that grew since the anchor before it."""

    mutability = "append_only"

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    heads = models.JSONField()  # {chain: [seq, hash hex]}
    upto_entry = models.BigIntegerField()  # highest Entry.id seen
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)  # Ed25519 over `hash`

    def __str__(self) -> str:
        return f"anchor {self.number}"
