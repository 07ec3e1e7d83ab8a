"""Comments of a sheet."""

from plansheets.workbook.schema import strings

ELEMENTS = """
comments = authors commentList extLst?
authors = author*
commentList = comment*
comment = text commentPr? @ ref authorId guid shapeId:uint
text = t? r* rPh* phoneticPr?
""" + strings.RUNS.lstrip()
