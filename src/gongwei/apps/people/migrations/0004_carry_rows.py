"""The functions that carry one person's rows to another record and back.

They run as the owner, because a merge must carry rows of every class, also those that who merges may not see, and must
not tell of them: they give nothing back. They ask themselves for the right and for both areas.
"""

from django.db import migrations

FUNCTIONS = r"""
CREATE FUNCTION gw_may_merge(area bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF area IS NULL OR NOT gw_right('read', 'merging')
        OR area < gw_lo('write', '3') OR area >= gw_hi('write', '3') THEN
        RAISE EXCEPTION 'MayNotMerge: the post does not hold both records' USING ERRCODE = 'GW002';
    END IF;
END $$;

-- Every column that refers to a table: also of tables made after this function.
CREATE FUNCTION gw_referring(target regclass, OUT tab regclass, OUT col name, OUT nullable boolean, OUT key name,
    OUT key_type text, OUT has_area boolean) RETURNS SETOF record LANGUAGE sql STABLE AS $$
    SELECT c.conrelid::regclass, a.attname, NOT a.attnotnull, p.attname, format_type(p.atttypid, NULL),
        EXISTS (SELECT FROM pg_attribute r WHERE r.attrelid = c.conrelid AND r.attname = 'area_code')
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_constraint k ON k.conrelid = c.conrelid AND k.contype = 'p'
    JOIN pg_attribute p ON p.attrelid = k.conrelid AND p.attnum = k.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = target ORDER BY c.conrelid::regclass::text, a.attname
$$;

-- Take a row out and remember it whole; rows that hang on it let go of it, or are set aside before it.
CREATE FUNCTION gw_set_aside(merge_id uuid, area bigint, tab regclass, key name, key_type text, row_key text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE k record; child text; was jsonb;
BEGIN
    FOR k IN SELECT * FROM gw_referring(tab) LOOP
        FOR child IN EXECUTE format('SELECT %I::text FROM %s WHERE %I = $1::%s', k.key, k.tab, k.col, key_type)
            USING row_key LOOP
            IF k.nullable THEN
                INSERT INTO people_mergedrow (merge_id, area_code, table_name, row_id, what, was) VALUES
                    (merge_id, area, k.tab::text, child, 'freed', jsonb_build_object('column', k.col, 'value', row_key));
                EXECUTE format('UPDATE %s SET %I = NULL WHERE %I = $1::%s', k.tab, k.col, k.key, k.key_type)
                    USING child;
            ELSE
                PERFORM gw_set_aside(merge_id, area, k.tab, k.key, k.key_type, child);
            END IF;
        END LOOP;
    END LOOP;
    EXECUTE format('DELETE FROM %s t WHERE %I = $1::%s RETURNING to_jsonb(t)', tab, key, key_type)
        INTO was USING row_key;
    INSERT INTO people_mergedrow (merge_id, area_code, table_name, row_id, what, was)
        VALUES (merge_id, area, tab::text, row_key, 'aside', was);
END $$;

CREATE FUNCTION gw_merge_rows(merge_id uuid, stays uuid, gone uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE k record; r record; area bigint;
BEGIN
    SELECT area_code INTO area FROM people_resident WHERE id = gone FOR UPDATE;
    PERFORM gw_may_merge(area);
    SELECT area_code INTO area FROM people_resident WHERE id = stays FOR UPDATE;
    PERFORM gw_may_merge(area);
    FOR k IN SELECT * FROM gw_referring('people_resident') LOOP
        FOR r IN EXECUTE format('SELECT %1$I::text AS id, %3$s AS area FROM %2$s WHERE %4$I = $1 ORDER BY %1$I',
            k.key, k.tab, CASE WHEN k.has_area THEN 'area_code' ELSE 'NULL' END, k.col) USING gone LOOP
            BEGIN
                EXECUTE format('UPDATE %s SET %I = $1 %s WHERE %I = $3::%s', k.tab, k.col,
                    CASE WHEN k.has_area THEN ', area_code = $2' ELSE '' END, k.key, k.key_type)
                    USING stays, area, r.id;
                INSERT INTO people_mergedrow (merge_id, area_code, table_name, row_id, what, was) VALUES
                    (merge_id, area, k.tab::text, r.id, 'moved',
                     jsonb_build_object('column', k.col, 'area_code', r.area));
            EXCEPTION WHEN unique_violation THEN  -- the record that goes on has such a row itself
                PERFORM gw_set_aside(merge_id, area, k.tab, k.key, k.key_type, r.id);
            END;
        END LOOP;
    END LOOP;
    PERFORM gw_set_aside(merge_id, area, 'people_resident', 'id', 'uuid', gone::text);
END $$;

-- Let every row about a person lie where the person lives.
CREATE FUNCTION gw_carry_rows(person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE k record; area bigint;
BEGIN
    SELECT area_code INTO area FROM people_resident WHERE id = person;
    PERFORM gw_may_merge(area);
    FOR k IN SELECT * FROM gw_referring('people_resident') LOOP
        IF k.has_area THEN
            EXECUTE format('UPDATE %s SET area_code = $1 WHERE %I = $2 AND area_code <> $1', k.tab, k.col)
                USING area, person;
        END IF;
    END LOOP;
    UPDATE people_resident SET changed_xid = pg_current_xact_id() WHERE id = person;  -- the lake reads the person anew
END $$;

CREATE FUNCTION gw_unmerge_rows(merge uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record; k record; stays uuid; gone uuid; area bigint; stamp jsonb;
BEGIN
    SELECT m.resident_id, m.gone_id, p.area_code INTO stays, gone, area
        FROM people_merge m JOIN people_resident p ON p.id = m.resident_id WHERE m.id = merge FOR UPDATE;
    PERFORM gw_may_merge(area);
    SELECT (was ->> 'area_code')::bigint INTO area FROM people_mergedrow
        WHERE merge_id = merge AND table_name = 'people_resident' AND row_id = gone::text;
    PERFORM gw_may_merge(area);
    stamp := jsonb_build_object('changed_xid', pg_current_xact_id()::text);
    FOR r IN SELECT * FROM people_mergedrow WHERE merge_id = merge ORDER BY id DESC LOOP
        IF r.what = 'aside' THEN
            EXECUTE format('INSERT INTO %1$s SELECT * FROM jsonb_populate_record(NULL::%1$s, $1)', r.table_name)
                USING r.was || stamp;
            CONTINUE;
        END IF;
        SELECT p.attname AS key, format_type(p.atttypid, NULL) AS key_type, format_type(a.atttypid, NULL) AS col_type
            INTO k FROM pg_constraint c
            JOIN pg_attribute p ON p.attrelid = c.conrelid AND p.attnum = c.conkey[1]
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attname = r.was ->> 'column'
            WHERE c.conrelid = r.table_name::regclass AND c.contype = 'p';
        EXECUTE format('UPDATE %s SET %I = $1::%s %s WHERE %I = $3::%s', r.table_name, r.was ->> 'column', k.col_type,
            CASE WHEN r.was ->> 'area_code' IS NOT NULL THEN ', area_code = $2' ELSE '' END, k.key, k.key_type)
            USING CASE r.what WHEN 'moved' THEN gone::text ELSE r.was ->> 'value' END,
                (r.was ->> 'area_code')::bigint, r.row_id;
    END LOOP;
    DELETE FROM people_mergedrow WHERE merge_id = merge;
END $$;
"""
INNER = ("gw_may_merge(bigint)", "gw_referring(regclass)", "gw_set_aside(uuid, bigint, regclass, name, text, text)")
OUTER = ("gw_merge_rows(uuid, uuid, uuid)", "gw_carry_rows(uuid)", "gw_unmerge_rows(uuid)")
RIGHTS = [
    *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in (*INNER, *OUTER)),
    *(f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = public, pg_temp" for name in OUTER),
    *(f"GRANT EXECUTE ON FUNCTION {name} TO gw_app" for name in OUTER),
]
DROP = [f"DROP FUNCTION {name}" for name in reversed((*INNER, *OUTER))]


class Migration(migrations.Migration):
    dependencies = [("people", "0003_duplicates")]

    operations = [migrations.RunSQL([FUNCTIONS, *RIGHTS], DROP)]
