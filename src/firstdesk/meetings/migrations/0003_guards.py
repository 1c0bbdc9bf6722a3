from django.db import migrations

from firstdesk.ledger.append_only import forbid_change

FROZEN = """
CREATE FUNCTION meetings_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    held bigint;
    old_row jsonb;
    new_row jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN held := OLD.meeting_id; ELSE held := NEW.meeting_id; END IF;
    IF (SELECT signed_at IS NULL FROM meetings_meeting WHERE id = held) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
        old_row := to_jsonb(OLD);
        new_row := to_jsonb(NEW);
        FOREACH name IN ARRAY TG_ARGV LOOP
            IF name IN ('guest', 'mail') AND new_row ->> name IS DISTINCT FROM old_row ->> name AND new_row ->> name <> '' THEN
                RAISE EXCEPTION 'what a signed meeting keeps of guests is only ever erased' USING ERRCODE = 'restrict_violation';
            END IF;
            old_row := old_row - name;
            new_row := new_row - name;
        END LOOP;
        IF old_row = new_row THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '% of % is refused: the minutes are signed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
ROOM = """
CREATE FUNCTION meetings_room_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken boolean;
BEGIN
    IF NEW.room_id IS NULL OR NEW.state = 'cancelled' THEN RETURN NEW; END IF;
    PERFORM 1 FROM mediation_room WHERE id = NEW.room_id FOR NO KEY UPDATE;
    IF TG_TABLE_NAME = 'meetings_meeting' THEN
        taken := EXISTS (SELECT 1 FROM mediation_session
                         WHERE room_id = NEW.room_id AND state <> 'cancelled' AND period && NEW.period);
    ELSE
        taken := EXISTS (SELECT 1 FROM meetings_meeting
                         WHERE room_id = NEW.room_id AND state <> 'cancelled' AND period && NEW.period);
    END IF;
    IF taken THEN
        RAISE EXCEPTION 'the room is taken at this time' USING ERRCODE = 'exclusion_violation',
            CONSTRAINT = TG_TABLE_NAME || '_room_once';
    END IF;
    RETURN NEW;
END $$
"""
MAY_CHANGE = {  # of a signed meeting
    "meetings_agendaitem": (),
    "meetings_attendance": ("guest",),
    "meetings_invitee": ("mail",),
    "meetings_resolution": ("state", "edition", "words", "settled_at", "settled_by_id", "reminded_at", "late_told_at"),
}


def _freeze(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    names = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION meetings_frozen({names})",
        f"DROP TRIGGER {table}_frozen ON {table}",
    )


def _once(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_room_elsewhere BEFORE INSERT OR UPDATE OF room_id, period ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION meetings_room_once()",
        f"DROP TRIGGER {table}_room_elsewhere ON {table}",
    )


class Migration(migrations.Migration):
    """What a signed meeting keeps stands as it was signed; a room is had by a meeting or a mediation, never by both."""

    dependencies = [("meetings", "0002_constraints")]
    operations = [
        forbid_change("meetings_postponement"),
        forbid_change("meetings_paper"),
        migrations.RunSQL(FROZEN, "DROP FUNCTION meetings_frozen()"),
        *[_freeze(table, columns) for table, columns in MAY_CHANGE.items()],
        migrations.RunSQL(ROOM, "DROP FUNCTION meetings_room_once()"),
        _once("meetings_meeting"),
        _once("mediation_session"),
    ]
