"""Drawings of a sheet: anchors and what they hold; shapes themselves are DrawingML's."""

from plansheets.workbook.schema import shapes

_OBJECT = "(sp grpSp graphicFrame cxnSp pic contentPart)"

ELEMENTS = f"""
wsDr = (twoCellAnchor oneCellAnchor absoluteAnchor)*
twoCellAnchor = from to {_OBJECT} clientData @ editAs:twoCell|oneCell|absolute
oneCellAnchor = from ext {_OBJECT} clientData @
absoluteAnchor = pos ext {_OBJECT} clientData @
from = col colOff row rowOff @
to = col colOff row rowOff @
ext @ cx!:uint cy!:uint
pos @ x!:int y!:int
clientData @ fLocksWithSheet:bool fPrintsWithSheet:bool
pic = nvPicPr blipFill spPr style? @ macro fPublished:bool
nvPicPr = cNvPr cNvPicPr
sp = nvSpPr spPr style? txBody? @ macro textlink fLocksText:bool fPublished:bool
nvSpPr = cNvPr cNvSpPr
cxnSp = nvCxnSpPr spPr style? @ macro fPublished:bool
graphicFrame = nvGraphicFramePr xfrm a|graphic @ macro fPublished:bool
nvGraphicFramePr = cNvPr cNvGraphicFramePr
cNvPr = ... @ id!:uint name! descr hidden:bool title
colOff = #coordinate
rowOff = #coordinate
""" + shapes.ELEMENTS.lstrip()
