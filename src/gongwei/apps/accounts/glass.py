"""Breaking the glass: one person's rows, shown for four hours to a post that otherwise may not see them.

A second policy beside the area, OR-ed to it, would cost every list of the city its index. So row-level security stays
as it is, and functions of the owner hand out one subject's rows: each asks again whether the glass is the caller's,
is not past its hours and covers the class, and each reading writes an audit entry. The clock is the database's.
"""

from collections.abc import Iterator

HOURS = 4
REVIEW_HOURS = 24
MOST_MISSES = 5  # an hour: whoever guesses numbers is stopped before they learn anything

# In all of them `gw_user` and the post come from the context that the request opened; without one, nothing is found.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION gw_who(what text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> what)::uuid $$;

CREATE OR REPLACE FUNCTION gw_glass_subject(glass uuid, what text, class text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE subject uuid;
BEGIN
    SELECT resident_id INTO subject FROM people_brokenglass
        WHERE id = glass AND user_id = gw_who('user') AND assignment_id = gw_who('assignment') AND ends_at > now();
    IF subject IS NULL OR NOT gw_right('read', class) THEN RETURN NULL; END IF;
    INSERT INTO accounts_auditentry (at, user_id, assignment_id, action, object_type, object_id, outcome, detail)
        VALUES (clock_timestamp(), gw_who('user'), gw_who('assignment'), 'glass.read', 'resident', subject::text,
            'done', jsonb_build_object('glass', glass, 'rows_of', what));
    RETURN subject;
END $$;

CREATE OR REPLACE FUNCTION gw_break_glass(glass uuid, hashes bytea[], why text, kind text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE subject uuid; misses integer; who uuid := gw_who('user');
BEGIN
    IF who IS NULL OR NOT gw_right('read', 'glass') THEN RETURN 'refused'; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('glass'), hashtext(who::text));  -- one try after the other
    SELECT count(*) INTO misses FROM people_brokenglass
        WHERE user_id = who AND resident_id IS NULL AND broken_at > now() - interval '1 hour';
    IF misses >= {MOST_MISSES} THEN RETURN 'refused'; END IF;
    -- Two places may each hold a record of the person: one out of sight goes before, then the latest written.
    SELECT id INTO subject FROM people_resident WHERE document_hash = ANY (hashes)
        ORDER BY area_code >= gw_setting('gw.lo')::bigint AND area_code < gw_setting('gw.hi')::bigint,
            recorded_at DESC, id LIMIT 1;
    INSERT INTO people_brokenglass
        (id, resident_id, user_id, assignment_id, area_code, category, reason, broken_at, ends_at)
        VALUES (glass, subject, who, gw_who('assignment'), gw_setting('gw.lo')::bigint, kind, why, now(),
            now() + interval '{HOURS} hours');
    INSERT INTO accounts_auditentry (at, user_id, assignment_id, action, object_type, object_id, outcome, detail)
        VALUES (clock_timestamp(), who, gw_who('assignment'), 'glass.break', 'glass', glass::text,
            CASE WHEN subject IS NULL THEN 'missed' ELSE 'done' END, jsonb_build_object('category', kind));
    RETURN CASE WHEN subject IS NULL THEN 'missed' ELSE 'broken' END;
END $$;
"""  # noqa: S608 - two numbers of ours
READS = """CREATE OR REPLACE FUNCTION gw_glass_{table}(glass uuid) RETURNS SETOF {table}
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE subject uuid := gw_glass_subject(glass, '{table}', '{kind}');
    BEGIN RETURN QUERY SELECT * FROM {table} WHERE {person} = subject; END $$"""
RIGHTS = """DO $$ DECLARE f regprocedure; BEGIN
    FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND (proname LIKE 'gw\\_glass\\_%' OR proname = 'gw_break_glass') LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
        CONTINUE WHEN f::text LIKE 'gw_glass_subject%';
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO gw_app', f);
    END LOOP;
END $$"""


def statements(shown: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Give the SQL for the tables shown under glass: each with the column of its person, and its class."""
    yield FUNCTIONS
    for table, (person, kind) in shown.items():
        yield READS.format(table=table, person=person, kind=kind)
    yield RIGHTS
