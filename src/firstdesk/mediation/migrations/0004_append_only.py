from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure, forbid_change

KEPT = ("mediation_joint", "mediation_told", "mediation_citation", "mediation_paper")
WORDS = {
    "mediation_failure": ("risk", "words"),
    "mediation_consent": ("words",),
    "mediation_plan": ("measures", "safety", "issues", "positions"),
    "mediation_invitation": ("proof_words", "text"),
    "mediation_passage": ("note",),
    "mediation_line": ("text",),
    "mediation_proposal": ("text", "terms"),
    "mediation_proposalanswer": ("words",),
    "mediation_caucus": ("text",),
    "mediation_readover": ("words", "strokes"),
    "mediation_signature": ("strokes",),
    "mediation_visit": ("next_action", "opinion", "news", "problem"),
    "mediation_urging": ("words",),
    "mediation_inquiry": ("name", "talk"),
}


class Migration(migrations.Migration):
    """What was said, told, agreed to and signed stands as it was written; words with names in them can be erased."""

    dependencies = [("mediation", "0003_rest")]
    operations = [
        *[forbid_change(table) for table in [*KEPT, *WORDS]],
        *[allow_erasure(table, *columns) for table, columns in WORDS.items()],
    ]
