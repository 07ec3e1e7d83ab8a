"""Charts: kinds, series, axes, caches; shapes and texts inside are DrawingML's.

Wider than the schema where Excel opens what others write: openpyxl's scatter charts have no style,
and LibreOffice puts ``noMultiLvlLbl`` into axes of days.
"""

from plansheets.workbook.schema import shapes

_AXIS = """axId scaling delete? axPos majorGridlines? minorGridlines? title? numFmt? majorTickMark?
  minorTickMark? tickLblPos? spPr? txPr? crossAx (crosses crossesAt)?"""
_SERIES = "idx order tx? spPr?"
_TREND = "trendline* errBars*"
_LINE = f"{_SERIES} marker? dPt* dLbls? {_TREND} cat? val? smooth? extLst?"
_BAR = f"{_SERIES} invertIfNegative? pictureOptions? dPt* dLbls? {_TREND} cat? val? shape? extLst?"
_PIE = f"{_SERIES} explosion? dPt* dLbls? cat? val? extLst?"
_AREA = f"{_SERIES} pictureOptions? dPt* dLbls? {_TREND} cat? val? extLst?"
_CATEGORIES = "(multiLvlStrRef numLit numRef strLit strRef)"

ELEMENTS = f"""
chartSpace = date1904? lang? roundedCorners? style? clrMapOvr? pivotSource? protection? chart
  spPr? txPr? externalData? printSettings? userShapes? extLst?
chart = title? autoTitleDeleted? pivotFmts? view3D? floor? sideWall? backWall? plotArea legend?
  plotVisOnly? dispBlanksAs? showDLblsOverMax? extLst?
title = tx? layout? overlay? spPr? txPr? extLst?
plotArea = layout? (areaChart area3DChart lineChart line3DChart stockChart radarChart scatterChart
  pieChart pie3DChart doughnutChart barChart bar3DChart ofPieChart surfaceChart surface3DChart
  bubbleChart)+ (valAx catAx dateAx serAx)* dTable? spPr? extLst?
areaChart = grouping? varyColors? ser* dLbls? dropLines? axId+ extLst?
areaChart/ser = {_AREA}
area3DChart = grouping? varyColors? ser* dLbls? dropLines? gapDepth? axId+ extLst?
area3DChart/ser = {_AREA}
lineChart = grouping varyColors? ser* dLbls? dropLines? hiLowLines? upDownBars? marker? smooth?
  axId+ extLst?
lineChart/marker @ val:bool
lineChart/ser = {_LINE}
line3DChart = grouping varyColors? ser* dLbls? dropLines? gapDepth? axId+ extLst?
line3DChart/ser = {_LINE}
stockChart = ser+ dLbls? dropLines? hiLowLines? upDownBars? axId+ extLst?
stockChart/ser = {_LINE}
radarChart = radarStyle varyColors? ser* dLbls? axId+ extLst?
radarChart/ser = {_SERIES} marker? dPt* dLbls? cat? val? extLst?
scatterChart = scatterStyle? varyColors? ser* dLbls? axId+ extLst?
scatterChart/ser = {_SERIES} marker? dPt* dLbls? {_TREND} xVal? yVal? smooth? extLst?
pieChart = varyColors? ser* dLbls? firstSliceAng? extLst?
pieChart/ser = {_PIE}
pie3DChart = varyColors? ser* dLbls? extLst?
pie3DChart/ser = {_PIE}
doughnutChart = varyColors? ser* dLbls? firstSliceAng? holeSize? extLst?
doughnutChart/ser = {_PIE}
ofPieChart = ofPieType varyColors? ser* dLbls? gapWidth? splitType? splitPos? custSplit?
  secondPieSize? serLines* extLst?
ofPieChart/ser = {_PIE}
barChart = barDir grouping? varyColors? ser* dLbls? gapWidth? overlap? serLines* axId+ extLst?
barChart/ser = {_BAR}
bar3DChart = barDir grouping? varyColors? ser* dLbls? gapWidth? gapDepth? shape? axId+ extLst?
bar3DChart/ser = {_BAR}
surfaceChart = wireframe? ser* bandFmts? axId+ extLst?
surface3DChart = wireframe? ser* bandFmts? axId+ extLst?
bubbleChart = varyColors? ser* dLbls? bubble3D? bubbleScale? showNegBubbles? sizeRepresents? axId+
  extLst?
bubbleChart/ser = {_SERIES} invertIfNegative? dPt* dLbls? {_TREND} xVal? yVal? bubbleSize?
  bubble3D? extLst?
catAx = {_AXIS} auto? lblAlgn? lblOffset? tickLblSkip? tickMarkSkip? noMultiLvlLbl? extLst?
dateAx = {_AXIS} auto? lblOffset? baseTimeUnit? majorUnit? majorTimeUnit? minorUnit?
  minorTimeUnit? noMultiLvlLbl? extLst?
serAx = {_AXIS} tickLblSkip? tickMarkSkip? extLst?
valAx = {_AXIS} crossBetween? majorUnit? minorUnit? dispUnits? extLst?
scaling = logBase? orientation? max? min? extLst?
legend = legendPos? legendEntry* layout? overlay? spPr? txPr? extLst?
marker = symbol? size? spPr? extLst?
dPt = idx invertIfNegative? marker? bubble3D? explosion? spPr? pictureOptions? extLst?
trendline = name? spPr? trendlineType order? period? forward? backward? intercept? dispRSqr?
  dispEq? trendlineLbl? extLst?
errBars = errDir? errBarType errValType noEndCap? plus? minus? val? spPr? extLst?
tx = (strRef rich v)
cat = {_CATEGORIES}
xVal = {_CATEGORIES}
val = (numLit numRef)
yVal = (numLit numRef)
bubbleSize = (numLit numRef)
errBars/val @ val!:num
numRef = f numCache? extLst?
strRef = f strCache? extLst?
multiLvlStrRef = f multiLvlStrCache? extLst?
numCache = formatCode? ptCount? pt* extLst?
numLit = formatCode? ptCount? pt* extLst?
strCache = ptCount? pt* extLst?
strLit = ptCount? pt* extLst?
pt = v @ idx!:uint formatCode
ptCount @ val!:uint
idx @ val!:uint
order @ val!:uint
axId @ val!
crossAx @ val!
numFmt @ formatCode! sourceLinked:bool
barDir @ val:bar|col
grouping @ val:percentStacked|clustered|standard|stacked
scatterStyle @ val:none|line|lineMarker|marker|smooth|smoothMarker
radarStyle @ val:standard|marker|filled
ofPieType @ val:pie|bar
axPos @ val!:b|l|r|t
legendPos @ val:b|tr|l|r|t
crosses @ val!:autoZero|max|min
crossesAt @ val!:num
crossBetween @ val!:between|midCat
majorTickMark @ val:cross|in|none|out
minorTickMark @ val:cross|in|none|out
tickLblPos @ val:high|low|nextTo|none
lblAlgn @ val:ctr|l|r
orientation @ val:maxMin|minMax
dispBlanksAs @ val:span|gap|zero
symbol @ val!:circle|dash|diamond|dot|none|picture|plus|square|star|triangle|x|auto
size @ val:2..72
gapWidth @ val:0..500%
gapDepth @ val:0..500%
overlap @ val:-100..100%
holeSize @ val:percent
firstSliceAng @ val:0..360
logBase @ val!:num
max @ val!:num
min @ val!:num
majorUnit @ val!:num
minorUnit @ val!:num
delete @ val:bool
overlay @ val:bool
varyColors @ val:bool
smooth @ val:bool
auto @ val:bool
lblOffset @ val:0..1000%
autoTitleDeleted @ val:bool
plotVisOnly @ val:bool
roundedCorners @ val:bool
style @ val!:1..48
trendlineType @ val:exp|linear|log|movingAvg|poly|power
trendline/order @ val:2..6
errDir @ val!:x|y
errBarType @ val:both|minus|plus
errValType @ val:cust|fixedVal|percentage|stdDev|stdErr
""" + shapes.ELEMENTS.lstrip()
