"""Numbers of the tables, with which their identifiers begin."""

INSTITUTION, RESIDENT, DOUBLE, HOUSEHOLD, CONDITION, ENROLMENT, VISIT, REFERRAL = range(1, 9)
