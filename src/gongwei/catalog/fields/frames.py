"""Event frames that indicators share."""

from gongwei.catalog.fields.visit import exam_done
from gongwei.catalog.programs.elderly import program as elderly
from gongwei.domain.expr import Frame
from gongwei.domain.program import PROGRAM

visits = Frame("visits")
# A chronic patient's yearly examination stands on its own sheet or was done together with a follow-up.
on_the_sheet = PROGRAM.isin(elderly.key).called("健康体检表")
exams = visits.where((on_the_sheet | exam_done).called("年度健康检查"))
