"""Let a hospital read the slips that are addressed to it, take the patient in, and answer; nothing else.

What it answers reaches the programme's referral, whose rows it may not see either.
"""

from django.db import migrations

TABLES = {
    "registries_card": "programs_referral",
    "registries_guardedcard": None,  # its answer stays sealed on the slip; the referral is told that it came
    "registries_hiddencard": None,
}
INCOMING = """CREATE FUNCTION gw_incoming_{table}() RETURNS SETOF {table} LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT * FROM {table} WHERE to_institution_id = gw_my_hospital() $$"""
ANSWER = """CREATE FUNCTION gw_answer_{table}(card uuid, step text, code text, sealed bytea, said text, at timestamptz)
    RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mine uuid := gw_my_hospital(); one {table};
BEGIN
    SELECT * INTO one FROM {table} WHERE id = card AND to_institution_id = mine FOR UPDATE;
    IF NOT FOUND THEN RETURN 'refused'; END IF;
    IF one.state = step THEN RETURN step; END IF;
    IF step = 'received' AND one.state = 'waiting' THEN
        UPDATE {table} SET state = 'received', received_at = at, recorded_at = at WHERE id = card;
        {received}
    ELSIF step = 'closed' AND one.state = 'received' AND sealed IS NOT NULL THEN
        UPDATE {table} SET state = 'closed', outcome = code, result_cipher = sealed, closed_at = at, recorded_at = at
            WHERE id = card;
        {closed}
    ELSE
        RETURN one.state;
    END IF;
    INSERT INTO accounts_auditentry (at, user_id, assignment_id, action, object_type, object_id, outcome, detail)
        VALUES (at, gw_who('user'), gw_who('assignment'), 'card.step', 'card', card::text, 'done',
            jsonb_build_object('kind', one.kind, 'to', step));
    RETURN step;
END $$"""
RECEIVED = """UPDATE {referral} SET state = 'accepted', recorded_at = at
            WHERE id = one.referral_id AND state = 'open';"""
CLOSED = """UPDATE {referral} SET state = 'answered', result = said, recorded_at = at
            WHERE id = one.referral_id AND state IN ('open', 'accepted');"""


def answering(table: str, referral: str | None) -> str:
    """Write the function of one table; without a referral's table to tell, it tells none."""
    told = {"received": RECEIVED, "closed": CLOSED} if referral else {"received": "", "closed": ""}
    return ANSWER.format(table=table, **{step: text.format(referral=referral) for step, text in told.items()})


ARGUMENTS = "uuid, text, text, bytea, text, timestamptz"
NAMES = [f"gw_incoming_{one}()" for one in TABLES] + [f"gw_answer_{one}({ARGUMENTS})" for one in TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("registries", "0003_send_up"),
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off", "SELECT 1"),
        *(migrations.RunSQL(INCOMING.format(table=one), f"DROP FUNCTION gw_incoming_{one}()") for one in TABLES),
        *(
            migrations.RunSQL(answering(one, referral), f"DROP FUNCTION gw_answer_{one}({ARGUMENTS})")
            for one, referral in TABLES.items()
        ),
        *(migrations.RunSQL(f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC", "SELECT 1") for one in NAMES),
        *(migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION {one} TO gw_app", "SELECT 1") for one in NAMES),
    ]
