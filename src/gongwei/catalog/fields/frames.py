"""Event frames that indicators share."""

from gongwei.catalog.fields.visit import exam_done
from gongwei.catalog.programs.elderly import program as elderly
from gongwei.domain.expr import Frame
from gongwei.domain.program import PROGRAM

visits = Frame("visits")
# A chronic patient's yearly examination stands on its own sheet or was done together with a follow-up.
exams = visits.where((PROGRAM.isin(elderly.key) | exam_done).called("年度健康检查"))
