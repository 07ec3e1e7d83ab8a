"""Pivot tables and their caches."""

ELEMENTS = """
pivotTableDefinition = location pivotFields? rowFields? rowItems? colFields? colItems? pageFields?
  dataFields? formats? conditionalFormats? chartFormats? pivotHierarchies? pivotTableStyleInfo?
  filters? rowHierarchiesUsage? colHierarchiesUsage? extLst?
location @ ref! firstHeaderRow!:uint firstDataRow!:uint firstDataCol!:uint rowPageCount:uint
  colPageCount:uint
pivotFields = pivotField+ @ count:uint
pivotField = items? autoSortScope? extLst?
items = item+ @ count:uint
item @ n t:data|default|sum|countA|avg|max|min|product|count|stdDev|stdDevP|var|varP|grand|blank
  h:bool s:bool sd:bool f:bool m:bool c:bool x:uint d:bool e:bool
rowFields = field+ @ count:uint
colFields = field+ @ count:uint
field @ x!:int
rowItems = i+ @ count:uint
colItems = i+ @ count:uint
i = x* @ t:data|default|sum|countA|avg|max|min|product|count|stdDev|stdDevP|var|varP|grand|blank
  r:uint i:uint
x @ v:int
pageFields = pageField+ @ count:uint
pageField = extLst? @ fld!:int item:uint hier:int name cap
dataFields = dataField+ @ count:uint
dataField = extLst? @ name fld!:uint
  subtotal:average|count|countNums|max|min|product|stdDev|stdDevp|sum|var|varp showDataAs:normal|
  difference|percent|percentDiff|runTotal|percentOfRow|percentOfCol|percentOfTotal|index
  baseField:int baseItem:uint numFmtId:uint
pivotTableStyleInfo @ name showRowHeaders:bool showColHeaders:bool showRowStripes:bool
  showColStripes:bool showLastColumn:bool
pivotCacheDefinition = cacheSource cacheFields cacheHierarchies? kpis? tupleCache?
  calculatedItems? calculatedMembers? dimensions? measureGroups? maps? extLst?
cacheSource = (worksheetSource consolidation extLst)? @
  type!:worksheet|external|consolidation|scenario connectionId:uint
worksheetSource @ ref name sheet
cacheFields = cacheField* @ count:uint
cacheField = sharedItems? fieldGroup? mpMap* extLst?
sharedItems = (m n b e s d)*
extLst = ext*
ext = ... @ uri
"""
