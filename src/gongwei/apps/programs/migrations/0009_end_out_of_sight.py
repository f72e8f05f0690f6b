"""A function that ends what a resident is enrolled in beyond the sight of who records a death or a move away.

It runs as the owner, because it ends enrolments of every class, and gives nothing back: who calls it does not learn
whether there were any. It asks for the right to write the resident's own record, in whose area it must lie.
"""

from django.db import migrations

FUNCTION = r"""
CREATE FUNCTION gw_end_enrolments(person uuid, gone date, why text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE area bigint;
BEGIN
    SELECT area_code INTO area FROM people_resident WHERE id = person
        AND (died_date IS NOT NULL OR resident_to IS NOT NULL);
    IF area IS NULL OR area < gw_lo('write', '3') OR area >= gw_hi('write', '3') THEN RETURN; END IF;
    UPDATE programs_guardedenrolment SET ended_date = greatest(enrolled_date, gone), end_reason = why,
        next_due_date = NULL, recorded_at = at WHERE resident_id = person AND ended_date IS NULL;
    UPDATE programs_hiddenenrolment SET ended_date = greatest(enrolled_date, gone), end_reason = why,
        next_due_date = NULL, recorded_at = at WHERE resident_id = person AND ended_date IS NULL;
END $$;
REVOKE ALL ON FUNCTION gw_end_enrolments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gw_end_enrolments TO gw_app;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_tables_by_class")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION gw_end_enrolments")]
