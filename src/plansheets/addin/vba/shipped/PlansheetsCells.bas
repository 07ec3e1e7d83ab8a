Option Explicit
Option Private Module
' From what a cell asks to what it shows: ranges meet, columns are read, errors are told.

Public Function Answer(ByVal formula As String, ByVal kinds As String, ByVal gives As String, ByVal given As Variant) As Variant
    ' kinds: a letter for each argument: v a value, c a column, t a table. A range for a value asks
    ' the formula for each of its cells; one that gives a column or a table is asked once.
    Dim taken() As Variant, answers() As Variant, first As Variant
    Dim place As Long, height As Long, width As Long, row As Long, column As Long
    On Error GoTo failed
    ReDim taken(0 To UBound(given))
    height = 1
    width = 1
    For place = 0 To UBound(given)
        taken(place) = RowsOf(given(place))
        If place = 0 Then first = taken(place)
        Select Case Mid(kinds, place + 1, 1)
            Case "c": taken(place) = ColumnOf(taken(place))
            Case "v"
                height = Common(height, Extent(taken(place), 1))
                width = Common(width, Extent(taken(place), 2))
        End Select
    Next place
    If height = 1 And width = 1 Then
        Answer = AnswerAt(formula, kinds, taken, 1, 1)
        If gives = "column" And IsArray(Answer) Then Answer = Shaped(Answer, first)
    ElseIf gives = "value" Then
        ReDim answers(1 To height, 1 To width)
        For row = 1 To height
            For column = 1 To width
                answers(row, column) = AnswerAt(formula, kinds, taken, row, column)
            Next column
        Next row
        Answer = answers
    Else
        Answer = CVErr(2015)
    End If
    Exit Function
failed:
    Answer = ErrorOf(Err.Number)
End Function

Public Function IsLeftOut(Optional ByVal given As Variant) As Boolean
    ' An error of a cell is none, though LibreOffice says so.
    If IsMissing(given) Then IsLeftOut = Not IsErrorOfCell(given)
End Function

Private Function IsErrorOfCell(Optional ByVal given As Variant) As Boolean
    On Error GoTo none
    IsErrorOfCell = (CLng(given) >= 2000)
none:
End Function

Private Function AnswerAt(ByVal formula As String, ByVal kinds As String, taken As Variant, ByVal row As Long, ByVal column As Long) As Variant
    Dim one() As Variant, place As Long, value As Variant
    On Error GoTo failed
    ReDim one(0 To UBound(taken))
    For place = 0 To UBound(taken)
        If Mid(kinds, place + 1, 1) = "v" Then
            value = ValueAt(taken(place), row, column)
            ' A formula over an error is that error.
            If IsError(value) Then
                AnswerAt = value
                Exit Function
            End If
            one(place) = value
        Else
            one(place) = taken(place)
        End If
    Next place
    value = ValueOf(formula, one)
    If IsArray(value) Then
        AnswerAt = value
    Else
        AnswerAt = InCell(value)
    End If
    Exit Function
failed:
    AnswerAt = ErrorOf(Err.Number)
End Function

Private Function InCell(ByVal value As Variant) As Variant
    ' A cell shows nothing as 0, and what is too great for Excel not at all.
    InCell = value
    If IsEmpty(value) Then InCell = ""
    If IsNumber(value) Then
        If Abs(value) > 1.79769313486231E+308 Then InCell = CVErr(2036)
    End If
End Function

Private Function RowsOf(ByVal given As Variant) As Variant
    ' An argument as rows and columns from 1: a range, an array, a value, or one left out.
    Dim area As Object, values As Variant, rows() As Variant
    Dim row As Long, column As Long, height As Long, width As Long
    If IsObject(given) Then
        Set area = given
        values = ValuesOf(area)
    ElseIf Not IsLeftOut(given) Then
        values = given
    End If
    If Not IsArray(values) Then
        ReDim rows(1 To 1, 1 To 1)
        rows(1, 1) = Plain(values)
    ElseIf Extent(values, 2) = 0 Then
        ' A row that is written out, {1,2,3}, has one dimension.
        width = Extent(values, 1)
        ReDim rows(1 To 1, 1 To width)
        For column = 1 To width
            rows(1, column) = Plain(values(LBound(values) + column - 1))
        Next column
    Else
        height = Extent(values, 1)
        width = Extent(values, 2)
        ReDim rows(1 To height, 1 To width)
        For row = 1 To height
            For column = 1 To width
                rows(row, column) = Plain(values(LBound(values, 1) + row - 1, LBound(values, 2) + column - 1))
            Next column
        Next row
    End If
    RowsOf = rows
End Function

Private Function ValuesOf(ByVal area As Object) As Variant
    ' Value rounds what has a currency's format to four digits; LibreOffice has no Value2.
    On Error GoTo without
    ValuesOf = area.Value2
    Exit Function
without:
    ValuesOf = area.Value
End Function

Private Function Plain(ByVal value As Variant) As Variant
    ' Numbers, days and money are all Double.
    Select Case VarType(value)
        Case vbInteger, vbLong, vbSingle, vbCurrency, vbDate, vbDecimal, vbByte, 20
            Plain = CDbl(value)
        Case Else
            Plain = value
    End Select
End Function

Private Function Extent(values As Variant, ByVal dimension As Long) As Long
    ' How many there are along a dimension; 0 where the array does not have it.
    On Error GoTo without
    Extent = UBound(values, dimension) - LBound(values, dimension) + 1
without:
End Function

Private Function ColumnOf(rows As Variant) As Variant
    Dim values() As Variant, row As Long, column As Long, place As Long
    ReDim values(1 To UBound(rows, 1) * UBound(rows, 2))
    For row = 1 To UBound(rows, 1)
        For column = 1 To UBound(rows, 2)
            place = place + 1
            values(place) = rows(row, column)
        Next column
    Next row
    ColumnOf = values
End Function

Private Function ValueAt(rows As Variant, ByVal row As Long, ByVal column As Long) As Variant
    ' A single row or column is the same all along.
    If UBound(rows, 1) = 1 Then row = 1
    If UBound(rows, 2) = 1 Then column = 1
    ValueAt = rows(row, column)
End Function

Private Function Common(ByVal length As Long, ByVal other As Long) As Long
    ' A single cell meets every length.
    Common = length
    If length = 1 Then Common = other
    If length > 1 And other > 1 And length <> other Then Fail "#VALUE!"
End Function

Private Function Shaped(values As Variant, pattern As Variant) As Variant
    Dim rows() As Variant, row As Long, column As Long, width As Long
    width = UBound(pattern, 2)
    ReDim rows(1 To UBound(pattern, 1), 1 To width)
    For row = 1 To UBound(pattern, 1)
        For column = 1 To width
            rows(row, column) = values((row - 1) * width + column)
        Next column
    Next row
    Shaped = rows
End Function
