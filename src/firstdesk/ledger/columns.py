"""An entry's columns. Read by Django and by the verifier, which knows no Django."""

# Under the hash, in this order, with their types in the database.
_HASHED = {
    "chain": "text",
    "seq": "bigint",
    "at": "timestamptz",
    "verb": "text",
    "actor_id": "bigint",
    "actor_name": "text",
    "post_id": "bigint",
    "post_name": "text",
    "unit_id": "bigint",
    "subject_kind": "text",
    "subject_id": "text",
    "reason": "text",
    "before_json": "text",
    "after_json": "text",
    "rulebook_version": "text",
}
HASHED = tuple(_HASHED)
COLUMNS = _HASHED | {"prev_hash": "bytea", "hash": "bytea"}
