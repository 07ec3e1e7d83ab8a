"""The workbook part: sheets, names, views, how it is calculated."""

ELEMENTS = """
workbook = fileVersion? fileSharing? workbookPr? workbookProtection? bookViews? sheets
  functionGroups? externalReferences? definedNames? calcPr? oleSize? customWorkbookViews?
  pivotCaches? smartTagPr? smartTagTypes? webPublishing? fileRecoveryPr* webPublishObjects?
  extLst? @ conformance:strict|transitional
fileVersion @ appName lastEdited lowestEdited rupBuild codeName
fileSharing @ readOnlyRecommended:bool userName reservationPassword algorithmName hashValue
  saltValue spinCount:uint
workbookPr @ date1904:bool dateCompatibility:bool showObjects:all|placeholders|none
  showBorderUnselectedTables:bool filterPrivacy:bool promptedSolutions:bool showInkAnnotation:bool
  backupFile:bool saveExternalLinkValues:bool updateLinks:userSet|never|always codeName
  hidePivotFieldList:bool showPivotChartFilter:bool allowRefreshQuery:bool publishItems:bool
  checkCompatibility:bool autoCompressPictures:bool refreshAllConnections:bool
  defaultThemeVersion:uint
bookViews = workbookView+
workbookView = extLst? @ visibility:visible|hidden|veryHidden minimized:bool
  showHorizontalScroll:bool showVerticalScroll:bool showSheetTabs:bool xWindow:int yWindow:int
  windowWidth:uint windowHeight:uint tabRatio:uint firstSheet activeTab
  autoFilterDateGrouping:bool
sheets = sheet*
sheet @ name! sheetId!:1..65534 state
externalReferences = externalReference+
externalReference @
definedNames = definedName*
definedName @ name comment customMenu description help statusBar localSheetId hidden:bool
  function:bool vbProcedure:bool xlm:bool functionGroupId:uint shortcutKey publishToServer:bool
  workbookParameter:bool
calcPr @ calcId:uint calcMode:manual|auto|autoNoTable fullCalcOnLoad:bool refMode:A1|R1C1
  iterate:bool iterateCount:uint iterateDelta:num fullPrecision:bool calcCompleted:bool
  calcOnSave:bool concurrentCalc:bool concurrentManualCount:uint forceFullCalc:bool
pivotCaches = pivotCache+
pivotCache @ cacheId!:uint
functionGroups = functionGroup* @ builtInGroupCount:uint
customWorkbookViews = customWorkbookView+
extLst = ext*
ext = ... @ uri
"""
