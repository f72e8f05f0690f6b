"""Numbers of the tables, with which their identifiers begin."""

INSTITUTION, RESIDENT, DOUBLE, HOUSEHOLD, CONDITION, ENROLMENT, VISIT, REFERRAL = range(1, 9)
EXPOSURE = 9 + 16 * 64  # behind what every programme's history takes: its own number plus sixteen times its place
