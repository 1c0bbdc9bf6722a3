"""Anchors: every minute the heads of all chains that grew are signed, so that no chain can be rewritten as a whole."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from firstdesk.ledger import digest, keys
from firstdesk.ledger.models import Anchor, Entry

# An entry written before the last anchor may become visible only after it, when its transaction was long.
# So each anchor looks back over this time and takes whatever no anchor has yet.
LOOK_BACK = timedelta(minutes=10)
NOTE = "ledger.anchor"
_ONE_AT_A_TIME = 0x66_64_61_6E  # advisory lock

Heads = dict[str, list[object]]  # {chain: [seq, hash hex]}


@transaction.atomic
def anchor(*, at: datetime) -> Anchor | None:
    """Sign what grew since the anchor before; None when nothing did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    last = Anchor.objects.order_by("-number").first()
    heads = _new_heads(last, at)
    if not heads:
        return None
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made = Anchor(at=at, heads=heads, upto_entry=newest, prev_hash=bytes(last.hash) if last else digest.GENESIS)
    made.hash = link(bytes(made.prev_hash), at, heads, newest)
    made.signature = keys.signing_key(settings.DATA_DIR).sign(made.hash)
    made.save(force_insert=True)
    transaction.on_commit(lambda: _note(settings.DATA_DIR, made))
    return made


def _note(data_dir: Path, made: Anchor) -> None:
    """Outside the database, so that whoever can only write there cannot drop the newest anchors unseen."""
    fresh = data_dir / f"{NOTE}.fresh"
    fresh.write_text(f"{made.number} {bytes(made.hash).hex()}\n")
    fresh.replace(data_dir / NOTE)


def noted(data_dir: Path) -> tuple[int, str] | None:
    """Number and hash of the newest anchor as noted in the data directory."""
    path = data_dir / NOTE
    if not path.exists():
        return None
    number, hash_ = path.read_text().split()
    return int(number), hash_


def link(prev_hash: bytes, at: datetime, heads: Mapping[str, object], upto_entry: int) -> bytes:
    """The hash of an anchor over the one before it, its time, the heads and the last entry it saw."""
    return digest.link(prev_hash, digest.payload([at, digest.canonical(heads), upto_entry]))


def _new_heads(last: Anchor | None, at: datetime) -> Heads:
    seen: Heads = {}
    since = 0
    if last:
        recent = list(Anchor.objects.filter(at__gt=at - LOOK_BACK).order_by("number"))
        before = Anchor.objects.filter(at__lte=at - LOOK_BACK).order_by("-number").first()
        since = before.upto_entry if before else 0
        for each in recent:
            seen |= each.heads
    grown = Entry.objects.filter(pk__gt=since).order_by("chain", "-seq").distinct("chain")
    heads: Heads = {chain: [seq, bytes(hash_).hex()] for chain, seq, hash_ in grown.values_list("chain", "seq", "hash")}
    return {chain: head for chain, head in heads.items() if seen.get(chain) != head}
