Option Explicit
Option Private Module
' What Excel's functions do: over single values, over columns (arrays from 1), over tables.

Private Const Raised As Long = 20000
' Errors on their way up have the numbers from here on.
Private Const Shown As Double = 0.000000000000002
' Half a digit in the 15th: 2.675 is held as a little less, and rounds to 2.68 all the same.
Private Const WithoutDecimals As Double = 4503599627370496#
' From 2 ^ 52 on a number has no decimals to round.

' -- errors -----------------------------------------------------------------------------------

Public Sub Fail(ByVal code As String)
    ' An error of a cell on its way up; ErrorOf makes it one that the cell shows.
    Select Case code
        Case "#DIV/0!": Err.Raise Raised + 2007
        Case "#NUM!": Err.Raise Raised + 2036
        Case "#N/A": Err.Raise Raised + 2042
        Case Else: Err.Raise Raised + 2015
    End Select
End Sub

Public Function ErrorOf(ByVal number As Long) As Variant
    Select Case number
        Case Raised + 2000 To Raised + 2099: ErrorOf = CVErr(number - Raised)
        Case 11: ErrorOf = CVErr(2007)
        Case 6: ErrorOf = CVErr(2036)
        Case Else: ErrorOf = CVErr(2015)
    End Select
End Function

' -- what is asked of arguments ---------------------------------------------------------------

Public Function IsNumber(ByVal value As Variant) As Boolean
    ' IsNumeric takes texts that look like numbers, truth values and blanks, too.
    IsNumber = (VarType(value) = vbDouble)
End Function

Public Function IsBlank(ByVal value As Variant) As Boolean
    ' A cell that holds nothing, or the empty text that a formula gives for nothing.
    If IsEmpty(value) Then
        IsBlank = True
    ElseIf VarType(value) = vbString Then
        IsBlank = (Len(value) = 0)
    End If
End Function

Public Sub NumbersOrBlanks(ParamArray given() As Variant)
    Dim number As Long, place As Long, values As Variant
    For number = LBound(given) To UBound(given)
        values = given(number)
        If IsArray(values) Then
            For place = 1 To UBound(values)
                If Not (IsNumber(values(place)) Or IsBlank(values(place))) Then Fail "#VALUE!"
            Next place
        ElseIf Not (IsNumber(values) Or IsBlank(values)) Then
            Fail "#VALUE!"
        End If
    Next number
End Sub

Public Sub Needed(ParamArray given() As Variant)
    Dim number As Long
    For number = LBound(given) To UBound(given)
        If IsBlank(given(number)) Then Fail "#N/A"
    Next number
End Sub

Public Sub SameLength(ParamArray given() As Variant)
    Dim number As Long, first As Variant, other As Variant
    first = given(LBound(given))
    For number = LBound(given) + 1 To UBound(given)
        other = given(number)
        If UBound(other) <> UBound(first) Then Fail "#VALUE!"
    Next number
End Sub

Public Sub InOrder(column As Variant, ByVal either As Boolean)
    ' Numbers that do not ascend, nor descend where they may do either.
    Dim place As Long, before As Variant, up As Boolean, down As Boolean
    For place = 1 To UBound(column)
        If IsNumber(column(place)) Then
            If Not IsEmpty(before) Then
                If column(place) > before Then up = True
                If column(place) < before Then down = True
            End If
            before = column(place)
        End If
    Next place
    If down And (up Or Not either) Then Fail "#VALUE!"
End Sub

Public Function Truth(ByVal value As Variant) As Boolean
    ' A number is true unless it is zero; a text is no condition, the empty one neither.
    If VarType(value) = vbString Then Fail "#VALUE!"
    If Not IsEmpty(value) Then Truth = (value <> 0)
End Function

Public Function OneOf(ByVal word As Variant, ParamArray words() As Variant) As String
    ' The one of the words that it is, in small or in capital letters.
    Dim number As Long
    For number = LBound(words) To UBound(words)
        If LCase(CStr(word)) = LCase(words(number)) Then
            OneOf = words(number)
            Exit Function
        End If
    Next number
    Fail "#VALUE!"
End Function

' -- arithmetic -------------------------------------------------------------------------------

Public Function OneIf(ByVal condition As Boolean) As Double
    ' In a sum True is -1 to VBA, and 1 to Excel.
    If condition Then OneIf = 1
End Function

Public Function Ratio(ByVal part As Double, ByVal whole As Double) As Double
    ' 0 / 0 is an overflow to VBA.
    If whole = 0 Then Fail "#DIV/0!"
    Ratio = part / whole
End Function

Public Function NumberOrZero(ByVal value As Variant) As Double
    If IsNumber(value) Then NumberOrZero = value
End Function

Public Function Counted(ParamArray given() As Variant) As Double
    Dim number As Long, place As Long, values As Variant
    For number = LBound(given) To UBound(given)
        values = given(number)
        If IsArray(values) Then
            For place = 1 To UBound(values)
                If IsNumber(values(place)) Then Counted = Counted + 1
            Next place
        ElseIf IsNumber(values) Then
            Counted = Counted + 1
        End If
    Next number
End Function

Public Function Largest(ParamArray given() As Variant) As Double
    ' Of those that are numbers; 0 where none is.
    Dim number As Long, found As Boolean
    For number = LBound(given) To UBound(given)
        If IsNumber(given(number)) Then
            If Not found Then
                Largest = given(number)
            ElseIf given(number) > Largest Then
                Largest = given(number)
            End If
            found = True
        End If
    Next number
End Function

Public Function Smallest(ParamArray given() As Variant) As Double
    Dim number As Long, found As Boolean
    For number = LBound(given) To UBound(given)
        If IsNumber(given(number)) Then
            If Not found Then
                Smallest = given(number)
            ElseIf given(number) < Smallest Then
                Smallest = given(number)
            End If
            found = True
        End If
    Next number
End Function

Public Function SquareRoot(ByVal value As Double) As Double
    If value < 0 Then Fail "#NUM!"
    SquareRoot = Sqr(value)
End Function

Public Function RaisedTo(ByVal number As Double, ByVal exponent As Double) As Double
    If number < 0 And exponent <> Int(exponent) Then Fail "#NUM!"
    RaisedTo = number ^ exponent
End Function

' -- rounding: VBA's Round takes halves to even -----------------------------------------------

Public Function Rounded(ByVal value As Double, ByVal digits As Double) As Double
    Dim scaled As Double, missing As Double
    scaled = ScaledBy(digits, value)
    If scaled >= WithoutDecimals Then
        Rounded = value
        Exit Function
    End If
    missing = scaled * Shown
    If missing > 0.05 Then missing = 0.05
    Rounded = Sgn(value) * (Int(scaled + 0.5 + missing) * Power(-digits) / Power(digits))
End Function

Public Function RoundedUp(ByVal value As Double, ByVal digits As Double) As Double
    ' Away from zero; the 15th digit adds no step.
    Dim scaled As Double
    RoundedUp = value
    scaled = ScaledBy(digits, value)
    If scaled >= WithoutDecimals Then Exit Function
    RoundedUp = Sgn(value) * (-Int(-scaled * (1 - Shown)) * Power(-digits) / Power(digits))
End Function

Public Function RoundedDown(ByVal value As Double, ByVal digits As Double) As Double
    ' Towards zero; the 15th digit costs no step.
    Dim scaled As Double
    RoundedDown = value
    scaled = ScaledBy(digits, value)
    If scaled >= WithoutDecimals Then Exit Function
    RoundedDown = Sgn(value) * (Int(scaled * (1 + Shown)) * Power(-digits) / Power(digits))
End Function

Private Function ScaledBy(ByVal digits As Double, ByVal value As Double) As Double
    ' How many units of the last digit; of what is whole anyway as many, for more may be too many.
    ScaledBy = Abs(value)
    If digits < 0 Or ScaledBy < WithoutDecimals Then ScaledBy = ScaledBy * Power(digits) / Power(-digits)
End Function

Private Function Power(ByVal digits As Double) As Double
    ' Multiplied by or divided by, for 0.01 would not be exact.
    Dim places As Double
    places = Fix(digits)
    If places > 308 Then places = 308
    Power = 1
    If places > 0 Then Power = 10 ^ places
End Function

' -- columns and tables -----------------------------------------------------------------------

Public Function Item(column As Variant, ByVal place As Double) As Variant
    If place < 1 Or place >= UBound(column) + 1 Then Fail "#VALUE!"
    Item = column(Int(place))
End Function

Public Function ItemOfTable(table As Variant, ByVal row As Double, ByVal column As Double) As Variant
    If row < 1 Or row >= UBound(table, 1) + 1 Then Fail "#VALUE!"
    If column < 1 Or column >= UBound(table, 2) + 1 Then Fail "#VALUE!"
    ItemOfTable = table(Int(row), Int(column))
End Function

Public Function RowCount(area As Variant) As Double
    RowCount = UBound(area, 1)
End Function

Public Function ColumnCount(area As Variant) As Double
    ' What is read as a column has one, whatever its shape.
    Dim last As Long
    ColumnCount = 1
    On Error GoTo one
    last = UBound(area, 2)
    ColumnCount = last
one:
End Function

Public Function CountWhere(column As Variant, ParamArray conditions() As Variant) As Double
    ' Numbers for which all hold: an operator and a bound, again and again.
    Dim place As Long, number As Long, holding As Boolean
    For place = 1 To UBound(column)
        holding = True
        For number = LBound(conditions) To UBound(conditions) Step 2
            If holding Then holding = Holds(column(place), conditions(number), conditions(number + 1))
        Next number
        If holding Then CountWhere = CountWhere + 1
    Next place
End Function

Public Function SumWhere(column As Variant, ByVal operator As String, ByVal bound As Double, summed As Variant) As Double
    Dim place As Long, parts() As Variant
    ReDim parts(1 To UBound(column))
    For place = 1 To UBound(column)
        If Holds(column(place), operator, bound) Then parts(place) = summed(place)
    Next place
    SumWhere = SumOf(parts)
End Function

Public Function SumWhereAll(summed As Variant, ParamArray conditions() As Variant) As Double
    ' The numbers of a column where all hold: a column, an operator and a bound, again and again.
    Dim place As Long, parts() As Variant, asked As Variant
    asked = conditions
    ReDim parts(1 To UBound(summed))
    For place = 1 To UBound(summed)
        If AllHold(asked, place) Then parts(place) = summed(place)
    Next place
    SumWhereAll = SumOf(parts)
End Function

Public Function CountWhereAll(ParamArray conditions() As Variant) As Double
    Dim place As Long, asked As Variant
    asked = conditions
    For place = 1 To UBound(asked(0))
        If AllHold(asked, place) Then CountWhereAll = CountWhereAll + 1
    Next place
End Function

Private Function AllHold(asked As Variant, ByVal place As Long) As Boolean
    Dim number As Long, column As Variant
    For number = 0 To UBound(asked) Step 3
        column = asked(number)
        If Not Holds(column(place), asked(number + 1), asked(number + 2)) Then Exit Function
    Next number
    AllHold = True
End Function

Private Function Holds(ByVal value As Variant, ByVal operator As String, ByVal bound As Double) As Boolean
    If Not IsNumber(value) Then Exit Function
    Select Case operator
        Case "=": Holds = (value = bound)
        Case "<>": Holds = (value <> bound)
        Case "<": Holds = (value < bound)
        Case "<=": Holds = (value <= bound)
        Case ">": Holds = (value > bound)
        Case ">=": Holds = (value >= bound)
    End Select
End Function

Public Function SumOfProducts(column As Variant, other As Variant) As Double
    Dim place As Long, parts() As Variant
    SameLength column, other
    ReDim parts(1 To UBound(column))
    For place = 1 To UBound(column)
        parts(place) = NumberOrZero(column(place)) * NumberOrZero(other(place))
    Next place
    SumOfProducts = SumOf(parts)
End Function

Public Function SumOf(column As Variant) As Double
    ' What is lost of each step is added at the end (Neumaier).
    Dim place As Long, part As Double, total As Double, after As Double, lost As Double
    For place = 1 To UBound(column)
        part = NumberOrZero(column(place))
        after = total + part
        If Abs(total) >= Abs(part) Then
            lost = lost + ((total - after) + part)
        Else
            lost = lost + ((part - after) + total)
        End If
        total = after
    Next place
    SumOf = total + lost
End Function

Public Function StandardDeviation(column As Variant) As Double
    ' The standard deviation of these numbers themselves.
    Dim place As Long, parts() As Variant, mean As Double, count As Double
    count = Counted(column)
    mean = Ratio(SumOf(column), count)
    ReDim parts(1 To UBound(column))
    For place = 1 To UBound(column)
        If IsNumber(column(place)) Then parts(place) = (column(place) - mean) ^ 2
    Next place
    StandardDeviation = Sqr(SumOf(parts) / count)
End Function

' -- days -------------------------------------------------------------------------------------

Public Function MonthLater(ByVal day As Double, ByVal months As Double) As Double
    ' The same day of another month, or its last where it has no such day.
    Dim first As Double
    first = MonthStart(day, months)
    MonthLater = first + DayOfMonth(day) - 1
    If MonthLater > MonthEnd(day, months) Then MonthLater = MonthEnd(day, months)
End Function

Public Function MonthEnd(ByVal day As Double, ByVal months As Double) As Double
    MonthEnd = MonthStart(day, Fix(months) + 1) - 1
End Function

Private Function MonthStart(ByVal day As Double, ByVal months As Double) As Double
    ' The first of the month that lies so many months after that of the day.
    Dim count As Double, years As Double
    count = 12# * Year(DateOf(day)) + Month(DateOf(day)) - 1 + Fix(months)
    years = Int(count / 12)
    If years < 1900 Or years > 9999 Then Fail "#NUM!"
    MonthStart = CDbl(DateSerial(years, count - 12 * years + 1, 1))
End Function

Private Function DayOfMonth(ByVal serial As Double) As Double
    DayOfMonth = Day(DateOf(serial))
End Function

Private Function DateOf(ByVal day As Double) As Date
    ' From the 1st of March 1900 on Excel's days are those of the calendar.
    If day < 61 Or day >= 2958466 Then Fail "#NUM!"
    DateOf = CDate(Int(day))
End Function

Public Function NetworkDays(ByVal start As Double, ByVal finish As Double, holidays As Variant) As Double
    NetworkDays = DaysWorked(start, finish, "0000011", holidays)
End Function

Public Function DaysWorked(ByVal start As Double, ByVal finish As Double, ByVal free As String, Optional holidays As Variant) As Double
    ' Days from start to finish, both counted, whose letter in free, from Monday on, is 0.
    Dim first As Double, last As Double, place As Long, day As Double
    first = Int(start)
    last = Int(finish)
    If last < first Then
        DaysWorked = -DaysWorked(finish, start, free, holidays)
        Exit Function
    End If
    DaysWorked = WorkedUntil(last, free) - WorkedUntil(first - 1, free)
    If IsMissing(holidays) Then Exit Function
    For place = 1 To UBound(holidays)
        If IsNumber(holidays(place)) Then
            day = Int(holidays(place))
            If day >= first And day <= last And Not IsBefore(holidays, place, day) Then
                DaysWorked = DaysWorked - OneIf(IsWorked(day, free))
            End If
        End If
    Next place
End Function

Private Function IsBefore(holidays As Variant, ByVal place As Long, ByVal day As Double) As Boolean
    Dim earlier As Long
    For earlier = 1 To place - 1
        If IsNumber(holidays(earlier)) Then
            If Int(holidays(earlier)) = day Then IsBefore = True
        End If
    Next earlier
End Function

Private Function IsWorked(ByVal day As Double, ByVal free As String) As Boolean
    ' Day 0 is 1899-12-30, a Saturday.
    IsWorked = (Mid(free, day + 5 - 7 * Int((day + 5) / 7) + 1, 1) = "0")
End Function

Private Function WorkedUntil(ByVal day As Double, ByVal free As String) As Double
    Dim weeks As Double, one As Double, week As Double
    weeks = Int((day + 1) / 7)
    For one = 0 To 6
        week = week + OneIf(IsWorked(one, free))
    Next one
    WorkedUntil = weeks * week
    For one = 0 To day - 7 * weeks
        WorkedUntil = WorkedUntil + OneIf(IsWorked(one, free))
    Next one
End Function

' -- the normal distribution ------------------------------------------------------------------

Public Function NormalShare(ByVal value As Double) As Double
    ' Half the complementary error function: a series near the middle, a continued fraction beyond.
    Dim away As Double, term As Double, total As Double, count As Long, tail As Double
    away = Abs(value) / Sqr(2)
    If away < 2.5 Then
        term = away
        total = away
        For count = 1 To 199
            term = term * 2 * away * away / (2 * count + 1)
            total = total + term
        Next count
        tail = 1 - 2 / RootOfPi() * Exp(-away * away) * total
    ElseIf away < 27 Then
        For count = 200 To 1 Step -1
            total = count / 2 / (away + total)
        Next count
        tail = Exp(-away * away) / RootOfPi() / (away + total)
    End If
    NormalShare = tail / 2
    If value > 0 Then NormalShare = 1 - tail / 2
End Function

Private Function RootOfPi() As Double
    RootOfPi = Sqr(4 * Atn(1))
End Function

Public Function NormalQuantile(ByVal share As Double) As Double
    ' Wichura, algorithm AS 241: The percentage points of the normal distribution (1988).
    Dim off As Double, near As Double, tail As Double
    If share <= 0 Or share >= 1 Then Fail "#NUM!"
    off = share - 0.5
    If Abs(off) <= 0.425 Then
        near = 0.180625 - off * off
        NormalQuantile = off * Polynomial(near, 3.3871328727963666, 133.14166789178438, _
            1971.5909503065514, 13731.693765509461, 45921.95393154987, 67265.7709270087, _
            33430.57558358813, 2509.0809287301227) / Polynomial(near, 1#, 42.31333070160091, _
            687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, _
            28729.085735721943, 5226.495278852854)
        Exit Function
    End If
    tail = Sqr(-Log(share))
    If off > 0 Then tail = Sqr(-Log(1 - share))
    If tail <= 5 Then
        near = tail - 1.6
        NormalQuantile = Polynomial(near, 1.4234371107496835, 4.630337846156546, _
            5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, _
            0.022723844989269184, 0.0007745450142783414) / Polynomial(near, 1#, _
            2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, _
            0.015198666563616457, 0.0005475938084995345, 0.0000000010507500716444169)
    Else
        near = tail - 5
        NormalQuantile = Polynomial(near, 6.657904643501103, 5.463784911164114, _
            1.7848265399172913, 0.29656057182850487, 0.026532189526576124, _
            0.0012426609473880784, 0.00002711555568743488, 0.00000020103343992922881) / _
            Polynomial(near, 1#, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, _
            0.0007868691311456133, 0.000018463183175100548, 0.00000014215117583164459, _
            0.0000000000000020442631033899397)
    End If
    NormalQuantile = Sgn(off) * NormalQuantile
End Function

Private Function Polynomial(ByVal at As Double, ParamArray factors() As Variant) As Double
    Dim exponent As Long
    For exponent = UBound(factors) To LBound(factors) Step -1
        Polynomial = Polynomial * at + factors(exponent)
    Next exponent
End Function
