"""Filters and sorting, which sheets and tables share."""

ELEMENTS = """
autoFilter = filterColumn* sortState? extLst? @ ref
filterColumn = (filters top10 customFilters dynamicFilter colorFilter iconFilter)? extLst? @
  colId! hiddenButton:bool showButton:bool
filters = filter* dateGroupItem* @ blank:bool calendarType
filter @ val
customFilters = customFilter+ @ and:bool
customFilter @ operator:equal|lessThan|lessThanOrEqual|notEqual|greaterThanOrEqual|greaterThan val
top10 @ top:bool percent:bool val!:num filterVal:num
colorFilter @ dxfId:uint cellColor:bool
iconFilter @ iconSet! iconId:uint
dynamicFilter @ type! val:num valIso maxVal:num maxValIso
dateGroupItem @ year!:uint month:1..12 day:1..31 hour:0..23 minute:0..59 second:0..59
  dateTimeGrouping!:year|month|day|hour|minute|second
sortState = sortCondition* extLst? @ columnSort:bool caseSensitive:bool
  sortMethod:stroke|pinYin|none ref!
sortCondition @ descending:bool sortBy:value|cellColor|fontColor|icon ref! customList dxfId:uint
  iconSet iconId:uint
"""
