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
COLUMNS = _HASHED | {"salt": "text", "seal": "text", "prev_hash": "bytea", "hash": "bytea"}
# What is hashed of a reason: its seal, made anew from the words where they still stand; of the oldest, the words.
SEALED = (
    "CASE WHEN seal = '' THEN reason WHEN reason = '' THEN seal"
    " ELSE encode(sha256(convert_to(salt || reason, 'UTF8')), 'hex') END"
)
