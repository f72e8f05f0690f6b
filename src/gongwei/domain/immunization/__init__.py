"""Which vaccine doses count, which is due, when and why: the logic of CDC's specification 4.5, for any schedule."""
