"""Let a hospital send a card about anybody and read what it sent, and nothing else of the tables.

Its post holds no area. Functions of the owner take the card in under the hospital's own name, find the resident by the
document's digest without telling whether there is one, and give back the hospital's own cards.
"""

from django.db import migrations

TABLES = ("registries_card", "registries_guardedcard", "registries_hiddencard")

MINE = """CREATE FUNCTION gw_my_hospital() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT institution_id FROM accounts_assignment
        WHERE id = gw_who('assignment') AND gw_right('read', 'hospital') $$"""
SEND = """CREATE FUNCTION gw_send_{table}(said jsonb, hashes bytea[]) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE mine uuid := gw_my_hospital(); subject record; stands text; one {table};
BEGIN
    IF mine IS NULL THEN RETURN 'refused'; END IF;
    one := jsonb_populate_record(null::{table}, said);
    one.institution_id := mine; one.actor_id := gw_who('user'); one.state := 'waiting'; one.outcome := '';
    one.received_at := NULL; one.closed_at := NULL; one.result_cipher := NULL; one.resident_id := NULL;
    one.changed_xid := pg_current_xact_id();
    SELECT id, area_code INTO subject FROM people_resident WHERE document_hash = ANY (hashes)
        ORDER BY recorded_at DESC, id LIMIT 1;
    IF FOUND THEN one.resident_id := subject.id; one.area_code := subject.area_code; END IF;
    SELECT state INTO stands FROM {table} WHERE id = one.id AND institution_id = mine FOR UPDATE;
    IF stands = 'returned' THEN
        UPDATE {table} SET area_code = one.area_code, resident_id = one.resident_id, actor_id = one.actor_id,
            person_cipher = one.person_cipher, said_cipher = one.said_cipher, known_at = one.known_at,
            due_at = one.due_at, answer_due_date = one.answer_due_date, state = 'waiting',
            recorded_at = one.recorded_at WHERE id = one.id;
    ELSIF stands IS NULL THEN
        INSERT INTO {table} VALUES (one.*) ON CONFLICT (id) DO NOTHING;
        IF NOT FOUND THEN RETURN 'refused'; END IF;
    ELSE
        RETURN 'stands';
    END IF;
    INSERT INTO accounts_auditentry (at, user_id, assignment_id, action, object_type, object_id, outcome, detail)
        VALUES (one.recorded_at, one.actor_id, gw_who('assignment'), 'card.send', 'card', one.id::text, 'done',
            jsonb_build_object('kind', one.kind));
    RETURN 'sent';
END $$"""
SENT = """CREATE FUNCTION gw_sent_{table}() RETURNS SETOF {table} LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT * FROM {table} WHERE institution_id = gw_my_hospital() $$"""
NAMES = ["gw_my_hospital()"]
NAMES += [
    name.format(table=table) for table in TABLES for name in ("gw_send_{table}(jsonb, bytea[])", "gw_sent_{table}()")
]


class Migration(migrations.Migration):
    dependencies = [
        ("registries", "0001_initial"),
        ("accounts", "0007_receipts"),
    ]

    # Bodies are not read until they are called: what the policies bring is made after every migration.
    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off", "SELECT 1"),
        migrations.RunSQL(MINE, "DROP FUNCTION gw_my_hospital()"),
        *(migrations.RunSQL(SEND.format(table=one), f"DROP FUNCTION gw_send_{one}(jsonb, bytea[])") for one in TABLES),
        *(migrations.RunSQL(SENT.format(table=one), f"DROP FUNCTION gw_sent_{one}()") for one in TABLES),
        *(migrations.RunSQL(f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC", "SELECT 1") for one in NAMES),
        *(migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION {one} TO gw_app", "SELECT 1") for one in NAMES[1:]),
    ]
