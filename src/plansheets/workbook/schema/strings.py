"""Texts with formats of their own: in the shared strings, in cells, in comments."""

RUNS = """
r = rPr? t @
rPh = t @ sb!:uint eb!:uint
phoneticPr @ fontId!:uint type:halfwidthKatakana|fullwidthKatakana|Hiragana|noConversion
  alignment:noControl|left|center|distributed
rPr = (rFont charset family b i strike outline shadow condense extend color sz u vertAlign
  scheme)*
rFont @ val!
vertAlign @ val!:baseline|superscript|subscript
u @ val:single|double|singleAccounting|doubleAccounting|none
color @ auto:bool indexed:uint rgb:rgb theme:uint tint:num
t @
"""
ELEMENTS = "si = t? r* rPh* phoneticPr? @\n" + RUNS.strip()
