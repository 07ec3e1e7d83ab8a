"""Worksheets, around their cells."""

from plansheets.workbook.schema import filters

# What conditional formats and validations may be called, once for both of their schemas.
_CF_TYPES = (
    "expression|cellIs|colorScale|dataBar|iconSet|top10|uniqueValues|duplicateValues|containsText|"
    "notContainsText|beginsWith|endsWith|containsBlanks|notContainsBlanks|containsErrors|"
    "notContainsErrors|timePeriod|aboveAverage"
)
_CF_OPERATORS = (
    "lessThan|lessThanOrEqual|equal|notEqual|greaterThanOrEqual|greaterThan|between|notBetween|"
    "containsText|notContains|beginsWith|endsWith"
)
_PERIODS = (
    "today|yesterday|tomorrow|last7Days|thisMonth|lastMonth|nextMonth|thisWeek|lastWeek|nextWeek"
)
_THRESHOLDS = "num|percent|max|min|formula|percentile"
_ICONS = (
    "3Arrows|3ArrowsGray|3Flags|3TrafficLights1|3TrafficLights2|3Signs|3Symbols|3Symbols2|4Arrows|"
    "4ArrowsGray|4RedToBlack|4Rating|4TrafficLights|5Arrows|5ArrowsGray|5Rating|5Quarters"
)
_DV_TYPES = "none|whole|decimal|list|date|time|textLength|custom"
_DV_OPERATORS = (
    "between|notBetween|equal|notEqual|lessThan|lessThanOrEqual|greaterThan|greaterThanOrEqual"
)
_IME = (
    "noControl|off|on|disabled|hiragana|fullKatakana|halfKatakana|fullAlpha|halfAlpha|fullHangul|"
    "halfHangul"
)

ELEMENTS = (
    filters.ELEMENTS
    + f"""
worksheet = sheetPr? dimension? sheetViews? sheetFormatPr? cols? sheetData sheetCalcPr?
  sheetProtection? protectedRanges? scenarios? autoFilter? sortState? dataConsolidate?
  customSheetViews? mergeCells? phoneticPr? conditionalFormatting* dataValidations? hyperlinks?
  printOptions? pageMargins? pageSetup? headerFooter? rowBreaks? colBreaks? customProperties?
  cellWatches? ignoredErrors? smartTags? drawing? legacyDrawing? legacyDrawingHF? drawingHF?
  picture? oleObjects? controls? webPublishItems? tableParts? extLst?
sheetPr = tabColor? outlinePr? pageSetUpPr? @ syncHorizontal:bool syncVertical:bool syncRef
  transitionEvaluation:bool transitionEntry:bool published:bool codeName filterMode:bool
  enableFormatConditionsCalculation:bool
tabColor @ auto:bool indexed:uint rgb:rgb theme:uint tint:num
color @ auto:bool indexed:uint rgb:rgb theme:uint tint:num
outlinePr @ applyStyles:bool summaryBelow:bool summaryRight:bool showOutlineSymbols:bool
pageSetUpPr @ autoPageBreaks:bool fitToPage:bool
dimension @ ref!
sheetViews = sheetView+ extLst?
sheetView = pane? selection* pivotSelection* extLst? @ windowProtection:bool showFormulas:bool
  showGridLines:bool showRowColHeaders:bool showZeros:bool rightToLeft:bool tabSelected:bool
  showRuler:bool showOutlineSymbols:bool defaultGridColor:bool showWhiteSpace:bool
  view:normal|pageBreakPreview|pageLayout topLeftCell colorId:uint zoomScale zoomScaleNormal
  zoomScaleSheetLayoutView zoomScalePageLayoutView workbookViewId!:uint
pane @ xSplit:num ySplit:num topLeftCell activePane state:split|frozen|frozenSplit
selection @ pane:bottomRight|topRight|bottomLeft|topLeft activeCell activeCellId:uint sqref
sheetFormatPr @ baseColWidth:uint defaultColWidth:num defaultRowHeight!:num customHeight:bool
  zeroHeight:bool thickTop:bool thickBottom:bool outlineLevelRow:0..7 outlineLevelCol:0..7
cols = col+
col @ min! max! width style hidden:bool bestFit:bool customWidth:bool phonetic:bool outlineLevel
  collapsed:bool
sheetCalcPr @ fullCalcOnLoad:bool
sheetProtection @ password algorithmName hashValue saltValue spinCount:uint sheet:bool
  objects:bool scenarios:bool formatCells:bool formatColumns:bool formatRows:bool
  insertColumns:bool insertRows:bool insertHyperlinks:bool deleteColumns:bool deleteRows:bool
  selectLockedCells:bool sort:bool autoFilter:bool pivotTables:bool selectUnlockedCells:bool
protectedRanges = protectedRange+
protectedRange = securityDescriptor* @ password sqref name algorithmName hashValue saltValue
  spinCount:uint securityDescriptor
scenarios = scenario+ @ current:uint show:uint sqref
scenario = inputCells+ @ name! locked:bool hidden:bool count:uint user comment
customSheetViews = customSheetView+
mergeCells = mergeCell* @ count:uint
mergeCell @ ref!
phoneticPr @ fontId!:uint type:halfwidthKatakana|fullwidthKatakana|Hiragana|noConversion
  alignment:noControl|left|center|distributed
conditionalFormatting = cfRule* extLst? @ pivot:bool sqref
cfRule = formula* colorScale? dataBar? iconSet? extLst? @ type!:{_CF_TYPES} dxfId priority!
  stopIfTrue:bool aboveAverage:bool percent:bool bottom:bool operator:{_CF_OPERATORS} text
  timePeriod:{_PERIODS} rank:uint stdDev:int equalAverage:bool
colorScale = cfvo* color*
dataBar = cfvo* color @ minLength:uint maxLength:uint showValue:bool
iconSet = cfvo* @ iconSet:{_ICONS} showValue:bool percent:bool reverse:bool
cfvo = extLst? @ type!:{_THRESHOLDS} val gte:bool
x14|conditionalFormattings = x14|conditionalFormatting+ x14|extLst?
x14|conditionalFormatting = x14|cfRule* xm|sqref? x14|extLst? @ pivot:bool
x14|cfRule = xm|f* x14|colorScale? x14|dataBar? x14|iconSet? x14|dxf? x14|extLst? @
  type:{_CF_TYPES} priority stopIfTrue:bool aboveAverage:bool percent:bool bottom:bool
  operator:{_CF_OPERATORS} text timePeriod:{_PERIODS} rank:uint stdDev:int equalAverage:bool
  activePresent:bool id:guid
x14|id = #guid
x14|colorScale = x14|cfvo* x14|color*
x14|dataBar = x14|cfvo* x14|fillColor? x14|borderColor? x14|negativeFillColor?
  x14|negativeBorderColor? x14|axisColor? @ minLength:0..100 maxLength:0..100 showValue:bool
  border:bool gradient:bool direction:context|leftToRight|rightToLeft
  negativeBarColorSameAsPositive:bool negativeBarBorderColorSameAsPositive:bool
  axisPosition:automatic|middle|none
x14|iconSet = x14|cfvo* x14|cfIcon* @ iconSet:{_ICONS}|3Stars|3Triangles|5Boxes|NoIcons
  showValue:bool percent:bool reverse:bool custom:bool
x14|cfvo = xm|f? x14|extLst? @ type!:{_THRESHOLDS}|autoMin|autoMax gte:bool
x14|cfIcon @ iconSet!:{_ICONS}|3Stars|3Triangles|5Boxes|NoIcons iconId!:uint
x14|dataValidations = x14|dataValidation+ @ disablePrompts:bool xWindow:uint yWindow:uint
  count:uint
x14|dataValidation = x14|formula1? x14|formula2? xm|sqref? @ type:{_DV_TYPES}
  errorStyle:stop|warning|information imeMode:{_IME} operator:{_DV_OPERATORS} allowBlank:bool
  showDropDown:bool showInputMessage:bool showErrorMessage:bool errorTitle error promptTitle
  prompt
x14|formula1 = xm|f
x14|formula2 = xm|f
dataValidations = dataValidation+ @ disablePrompts:bool xWindow:uint yWindow:uint count:uint
dataValidation = formula1? formula2? @ type:{_DV_TYPES} errorStyle:stop|warning|information
  imeMode:{_IME} operator:{_DV_OPERATORS} allowBlank:bool showDropDown:bool
  showInputMessage:bool showErrorMessage:bool errorTitle error promptTitle
  prompt sqref!
hyperlinks = hyperlink+
hyperlink @ ref! location tooltip display
printOptions @ horizontalCentered:bool verticalCentered:bool headings:bool gridLines:bool
  gridLinesSet:bool
pageMargins @ left! right! top! bottom! header! footer!
pageSetup @ paperSize:uint paperHeight paperWidth scale firstPageNumber fitToWidth fitToHeight
  pageOrder:downThenOver|overThenDown orientation:default|portrait|landscape
  usePrinterDefaults:bool blackAndWhite:bool draft:bool cellComments:none|asDisplayed|atEnd
  useFirstPageNumber:bool errors:displayed|blank|dash|NA horizontalDpi verticalDpi copies:uint
headerFooter = oddHeader? oddFooter? evenHeader? evenFooter? firstHeader? firstFooter? @
  differentOddEven:bool differentFirst:bool scaleWithDoc:bool alignWithMargins:bool
rowBreaks = brk* @ count:uint manualBreakCount:uint
colBreaks = brk* @ count:uint manualBreakCount:uint
brk @ id:uint min:uint max:uint man:bool pt:bool
customProperties = customPr+
customPr @ name!
cellWatches = cellWatch+
cellWatch @ r!
ignoredErrors = ignoredError+ extLst?
ignoredError @ sqref evalError:bool twoDigitTextYear:bool numberStoredAsText:bool formula:bool
  formulaRange:bool unlockedFormula:bool emptyCellReference:bool listDataValidation:bool
  calculatedColumn:bool
tableParts = tablePart* @ count:uint
tablePart @
drawing @
legacyDrawing @
picture @
extLst = ext*
ext = ... @ uri
"""
)
