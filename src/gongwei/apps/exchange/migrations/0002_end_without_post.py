"""The function that ends a batch whose post is over, so that nobody waits for it.

It runs as the owner, because whoever sent the file may do nothing any more, not even say so.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION gw_end_import(batch uuid, why text, moment timestamptz, today date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE exchange_importbatch b SET state = 'failed', message = why, finished_at = moment
    WHERE b.id = batch AND b.state IN ('queued', 'running') AND NOT EXISTS (
        SELECT FROM accounts_assignment a JOIN accounts_user u ON u.id = a.user_id AND u.is_active
        WHERE a.id = b.assignment_id AND a.valid_from <= today AND (a.valid_to IS NULL OR a.valid_to > today));
    RETURN FOUND;
END $$
"""
NAME = "gw_end_import(uuid, text, timestamptz, date)"
RIGHTS = [f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC", f"GRANT EXECUTE ON FUNCTION {NAME} TO gw_app"]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_batches"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL([FUNCTION, *RIGHTS], [f"DROP FUNCTION {NAME}"])]
