"""Tables of a sheet."""

from plansheets.workbook.schema import filters

ELEMENTS = (
    filters.ELEMENTS
    + """
table = autoFilter? sortState? tableColumns tableStyleInfo? extLst? @ id!:uint name displayName!
  comment ref! tableType:worksheet|xml|queryTable headerRowCount:uint insertRow:bool
  insertRowShift:bool totalsRowCount:uint totalsRowShown:bool published:bool headerRowDxfId
  dataDxfId totalsRowDxfId headerRowBorderDxfId tableBorderDxfId totalsRowBorderDxfId
  headerRowCellStyle dataCellStyle
  totalsRowCellStyle connectionId:uint
tableColumns = tableColumn+ @ count
tableColumn = calculatedColumnFormula? totalsRowFormula? xmlColumnPr? extLst? @ id:uint uniqueName
  name totalsRowFunction:none|sum|min|max|average|count|countNums|stdDev|var|custom totalsRowLabel
  queryTableFieldId:uint headerRowDxfId dataDxfId totalsRowDxfId headerRowCellStyle dataCellStyle
  totalsRowCellStyle
calculatedColumnFormula @ array:bool
totalsRowFormula @ array:bool
xmlColumnPr = extLst? @ mapId!:uint xpath! denormalized:bool xmlDataType!
tableStyleInfo @ name showFirstColumn:bool showLastColumn:bool showRowStripes:bool
  showColumnStripes:bool
extLst = ext*
ext = ... @ uri
"""
)
