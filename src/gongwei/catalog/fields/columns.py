"""Columns of the visit's own row, which indicators read beside its readings."""

from gongwei.domain.expr import Value

face_to_face = Value("face_to_face", "面对面", kind="flag")
# Judged at the visit by the edition of its day; unknown where it could not be told.
at_target = Value("at_target", "达标", kind="flag", absent="must")
