"""Comments of a sheet."""

ELEMENTS = """
comments = authors commentList extLst?
authors = author*
commentList = comment*
comment = text commentPr? @ ref authorId guid shapeId:uint
text = t? r* rPh* phoneticPr?
r = rPr? t
rPr = (rFont charset family b i strike outline shadow condense extend color sz u vertAlign
  scheme)*
rFont @ val!
vertAlign @ val!:baseline|superscript|subscript
u @ val:single|double|singleAccounting|doubleAccounting|none
"""
