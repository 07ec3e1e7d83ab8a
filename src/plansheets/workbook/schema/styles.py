"""Styles: fonts, fills, borders, formats of cells, differential formats, table styles."""

_SIDE = """= color? @ style:none|thin|medium|dashed|dotted|thick|double|hair|mediumDashed|dashDot|
  mediumDashDot|dashDotDot|mediumDashDotDot|slantDashDot"""
_COLOR = "@ auto:bool indexed:uint rgb:rgb theme:uint tint:num"

ELEMENTS = f"""
styleSheet = numFmts? fonts? fills? borders? cellStyleXfs? cellXfs? cellStyles? dxfs? tableStyles?
  colors? extLst?
numFmts = numFmt* @ count:uint
numFmt @ numFmtId!:uint formatCode!
fonts = font* @ count:uint
font = (b i strike condense extend outline shadow u vertAlign sz color name family charset
  scheme)*
b @ val:bool
i @ val:bool
strike @ val:bool
condense @ val:bool
extend @ val:bool
outline @ val:bool
shadow @ val:bool
u @ val:single|double|singleAccounting|doubleAccounting|none
vertAlign @ val!:baseline|superscript|subscript
sz @ val!
name @ val!
family @ val!:uint
charset @ val!:int
scheme @ val!:none|major|minor
color {_COLOR}
fills = fill* @ count:uint
fill = (patternFill gradientFill)?
patternFill = fgColor? bgColor? @ patternType:none|solid|mediumGray|darkGray|lightGray|
  darkHorizontal|darkVertical|darkDown|darkUp|darkGrid|darkTrellis|lightHorizontal|lightVertical|
  lightDown|lightUp|lightGrid|lightTrellis|gray125|gray0625
fgColor {_COLOR}
bgColor {_COLOR}
gradientFill = stop* @ type:linear|path degree:num left:num right:num top:num bottom:num
stop = color @ position!:num
borders = border* @ count:uint
border = start? end? left? right? top? bottom? diagonal? vertical? horizontal? @ diagonalUp:bool
  diagonalDown:bool outline:bool
start {_SIDE}
end {_SIDE}
left {_SIDE}
right {_SIDE}
top {_SIDE}
bottom {_SIDE}
diagonal {_SIDE}
vertical {_SIDE}
horizontal {_SIDE}
cellStyleXfs = xf+ @ count:uint
cellXfs = xf+ @ count:uint
xf = alignment? protection? extLst? @ numFmtId:uint fontId fillId borderId xfId quotePrefix:bool
  pivotButton:bool applyNumberFormat:bool applyFont:bool applyFill:bool applyBorder:bool
  applyAlignment:bool applyProtection:bool
alignment @ horizontal:general|left|center|right|fill|justify|centerContinuous|distributed
  vertical:top|center|bottom|justify|distributed textRotation:0..180|255 wrapText:bool indent:0..250
  relativeIndent:int justifyLastLine:bool shrinkToFit:bool readingOrder:uint
protection @ locked:bool hidden:bool
cellStyles = cellStyle+ @ count:uint
cellStyle = extLst? @ name xfId! builtinId:uint iLevel:uint hidden:bool customBuiltin:bool
dxfs = dxf* @ count:uint
dxf = font? numFmt? fill? alignment? border? protection? extLst?
tableStyles = tableStyle* @ count:uint defaultTableStyle defaultPivotStyle
tableStyle = tableStyleElement* @ name! pivot:bool table:bool count:uint
tableStyleElement @ type!:wholeTable|headerRow|totalRow|firstColumn|lastColumn|firstRowStripe|
  secondRowStripe|firstColumnStripe|secondColumnStripe|firstHeaderCell|lastHeaderCell|
  firstTotalCell|lastTotalCell|firstSubtotalColumn|secondSubtotalColumn|thirdSubtotalColumn|
  firstSubtotalRow|secondSubtotalRow|thirdSubtotalRow|blankRow|firstColumnSubheading|
  secondColumnSubheading|thirdColumnSubheading|firstRowSubheading|secondRowSubheading|
  thirdRowSubheading|pageFieldLabels|pageFieldValues size:uint dxfId:uint
colors = indexedColors? mruColors?
indexedColors = rgbColor+
rgbColor @ rgb:rgb
mruColors = color+
extLst = ext*
ext = ... @ uri
"""
