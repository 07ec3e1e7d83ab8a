"""DrawingML inside charts and drawings: fills, lines, texts."""

_FILL = "(a|noFill a|solidFill a|gradFill a|blipFill a|pattFill a|grpFill)?"
_COLOR = "(a|scrgbClr a|srgbClr a|hslClr a|sysClr a|schemeClr a|prstClr)"
_EFFECT = "(a|effectLst a|effectDag)?"
_SPPR = f"""a|xfrm? (a|custGeom a|prstGeom)? {_FILL} a|ln? {_EFFECT} a|scene3d? a|sp3d?
  a|extLst?"""
_LINE = f"""{_FILL} (a|prstDash a|custDash)? (a|round a|bevel a|miter)? a|headEnd? a|tailEnd?
  a|extLst? @ w:0..20116800 cap:rnd|sq|flat cmpd:sng|dbl|thickThin|thinThick|tri algn:ctr|in"""
_TEXT = f"""a|ln? {_FILL} {_EFFECT} a|highlight? (a|uLnTx a|uLn)? (a|uFillTx a|uFill)? a|latin?
  a|ea? a|cs? a|sym? a|hlinkClick? a|hlinkMouseOver? a|rtl? a|extLst? @ kumimoji:bool lang altLang
  sz:100..400000 b:bool i:bool u strike:noStrike|sngStrike|dblStrike kern cap:none|small|all spc
  normalizeH:bool baseline noProof:bool dirty:bool err:bool smtClean:bool smtId:uint bmk"""

ELEMENTS = f"""
spPr = {_SPPR}
a|ln = {_LINE}
a|uLn = {_LINE}
a|solidFill = {_COLOR}?
a|srgbClr = ... @ val!:rgb6
a|schemeClr = ... @ val!
a|graphic = a|graphicData
a|graphicData = ... @ uri!
txPr = a|bodyPr a|lstStyle? a|p+
rich = a|bodyPr a|lstStyle? a|p+
txBody = a|bodyPr a|lstStyle? a|p+
a|p = a|pPr? (a|r a|br a|fld)* a|endParaRPr?
a|r = a|rPr? a|t
a|defRPr = {_TEXT}
a|rPr = {_TEXT}
a|endParaRPr = {_TEXT}
"""
THEME = f"""
a|theme = a|themeElements a|objectDefaults? a|extraClrSchemeLst? a|custClrLst? a|extLst?
a|themeElements = a|clrScheme a|fontScheme a|fmtScheme a|extLst?
a|clrScheme = a|dk1 a|lt1 a|dk2 a|lt2 a|accent1 a|accent2 a|accent3 a|accent4 a|accent5 a|accent6
  a|hlink a|folHlink a|extLst? @ name!
a|dk1 = {_COLOR}
a|lt1 = {_COLOR}
a|dk2 = {_COLOR}
a|lt2 = {_COLOR}
a|accent1 = {_COLOR}
a|accent2 = {_COLOR}
a|accent3 = {_COLOR}
a|accent4 = {_COLOR}
a|accent5 = {_COLOR}
a|accent6 = {_COLOR}
a|hlink = {_COLOR}
a|folHlink = {_COLOR}
a|srgbClr = ... @ val!:rgb6
a|fontScheme = a|majorFont a|minorFont a|extLst? @ name!
a|majorFont = a|latin a|ea a|cs a|font* a|extLst?
a|minorFont = a|latin a|ea a|cs a|font* a|extLst?
a|fmtScheme = a|fillStyleLst a|lnStyleLst a|effectStyleLst a|bgFillStyleLst @ name
"""
