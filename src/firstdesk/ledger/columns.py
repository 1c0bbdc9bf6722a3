"""The columns under an entry's hash, in their fixed order. Read by Django and by the verifier, which knows no Django."""

HASHED = (
    "chain", "seq", "at", "verb", "actor_id", "actor_name", "post_id", "post_name", "unit_id",
    "subject_kind", "subject_id", "reason", "before_json", "after_json", "rulebook_version",
)  # fmt: skip
