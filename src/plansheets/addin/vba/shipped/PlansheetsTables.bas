Option Explicit
Option Private Module
' Functions that no formula expresses: whole columns, and the RFM table.

Public Function RankScores(values As Variant, ByVal levels As Double, ByVal ties As String, ByVal lower As Boolean) As Variant
    ' Scores by rank for a whole column, 1 to levels; a cell without a number has none.
    Dim known() As Variant, found As Variant, scores() As Variant, place As Long, count As Long
    ReDim known(1 To UBound(values))
    ReDim scores(1 To UBound(values))
    For place = 1 To UBound(values)
        If IsNumber(values(place)) Then
            count = count + 1
            known(count) = Rounded(values(place), 9)
        End If
    Next place
    If count = 0 Then Fail "#VALUE!"
    ReDim Preserve known(1 To count)
    found = ScoresOf(known, levels, ties, lower)
    count = 0
    For place = 1 To UBound(values)
        If IsNumber(values(place)) Then
            count = count + 1
            scores(place) = found(count)
        Else
            scores(place) = CVErr(2042)
        End If
    Next place
    RankScores = scores
End Function

Private Function ScoresOf(known As Variant, ByVal levels As Double, ByVal ties As String, ByVal lower As Boolean) As Variant
    ' Equal values score alike: 1 + how many whole levels are worse. Or their order parts them: the
    ' ranks are cut into levels of equal width, each with its upper end, and with its lower end where
    ' there are more levels than values.
    Dim keys() As Variant, ordered As Variant, scores() As Variant
    Dim rank As Long, worse As Long, width As Long, passed As Double
    NeedLevels levels
    ReDim keys(1 To UBound(known))
    For rank = 1 To UBound(known)
        keys(rank) = known(rank)
        If lower Then keys(rank) = -known(rank)
    Next rank
    ordered = PlacesInOrder(keys)
    width = UBound(keys) - 1
    ReDim scores(1 To UBound(keys))
    For rank = 0 To width
        If ties <> "first" Then
            If rank > 0 Then
                If keys(ordered(rank + 1)) <> keys(ordered(rank)) Then worse = rank
            End If
            passed = Int(levels * worse / (width + 1))
        ElseIf levels <= width Then
            passed = -Int(-rank * levels / width) - 1
            If passed < 0 Then passed = 0
        ElseIf width > 0 Then
            passed = Int(rank * levels / width)
        Else
            passed = levels
        End If
        If passed > levels - 1 Then passed = levels - 1
        scores(ordered(rank + 1)) = 1 + passed
    Next rank
    ScoresOf = scores
End Function

Private Sub NeedLevels(ByVal levels As Double)
    If levels < 1 Or levels <> Int(levels) Then Fail "#VALUE!"
End Sub

Public Function AbcClasses(values As Variant, ByVal shareA As Double, ByVal shareB As Double) As Variant
    ' A, B or C for each of a column: by the share that all greater ones hold together.
    Dim money() As Variant, places() As Long, classes() As Variant, ordered As Variant
    Dim place As Long, count As Long, rank As Long, total As Double, passed As Double, before As Double, share As Double
    ReDim money(1 To UBound(values))
    ReDim places(1 To UBound(values))
    ReDim classes(1 To UBound(values))
    For place = 1 To UBound(values)
        classes(place) = CVErr(2042)
        If IsNumber(values(place)) Then
            count = count + 1
            places(count) = place
            money(count) = -Rounded(values(place), 2)
        End If
    Next place
    If count = 0 Then Fail "#VALUE!"
    ReDim Preserve money(1 To count)
    total = -SumOf(money)
    If total <= 0 Then Fail "#DIV/0!"
    If shareA < 0 Or shareA > shareB Or shareB > 1 Then Fail "#VALUE!"
    ordered = PlacesInOrder(money)
    For rank = 1 To count
        If rank = 1 Then
            before = 0
        ElseIf money(ordered(rank)) <> money(ordered(rank - 1)) Then
            before = passed
        End If
        passed = passed - money(ordered(rank))
        share = Rounded(before / total, 10)
        If share < shareA Then
            classes(places(ordered(rank))) = "A"
        ElseIf share < shareB Then
            classes(places(ordered(rank))) = "B"
        Else
            classes(places(ordered(rank))) = "C"
        End If
    Next rank
    AbcClasses = classes
End Function

Public Function RfmTable(customers As Variant, dates As Variant, amounts As Variant, ByVal asOf As Double, ByVal windowDays As Double, ByVal levels As Double, ByVal ties As String, ByVal language As String) As Variant
    ' A row for each customer of an order list, below a header.
    Dim rows() As Variant, headers As Variant, segments As Variant, grid As Variant
    Dim names As Variant, ago As Variant, often As Variant, paid As Variant, money() As Variant
    Dim r As Variant, f As Variant, m As Variant, column As Long, one As Long, count As Long
    Dim meanAgo As Double, meanOften As Double, meanPaid As Double
    count = BuyersOf(customers, dates, amounts, Int(asOf), windowDays, names, ago, often, paid)
    NeedLevels levels
    ReDim rows(1 To count + 1, 1 To 9)
    headers = RfmHeaders(language)
    For column = 1 To 9
        rows(1, column) = headers(column - 1)
    Next column
    RfmTable = rows
    If count = 0 Then Exit Function
    ReDim money(1 To count)
    For one = 1 To count
        money(one) = Rounded(paid(one), 2)
    Next one
    r = ScoresOf(ago, levels, ties, True)
    f = ScoresOf(often, levels, ties, False)
    m = ScoresOf(money, levels, ties, False)
    meanAgo = SumOf(ago) / count
    meanOften = SumOf(often) / count
    meanPaid = SumOf(paid) / count
    segments = RfmSegments(language)
    grid = RfmGrid(language)
    For one = 1 To count
        rows(one + 1, 1) = names(one)
        rows(one + 1, 2) = ago(one)
        rows(one + 1, 3) = often(one)
        rows(one + 1, 4) = paid(one)
        rows(one + 1, 5) = r(one)
        rows(one + 1, 6) = f(one)
        rows(one + 1, 7) = m(one)
        ' High and low by the mean, which itself is high.
        column = 4 * OneIf(Rounded(paid(one) - meanPaid, 2) >= 0)
        column = column + 2 * OneIf(Rounded(often(one) - meanOften, 9) >= 0)
        column = column + OneIf(Rounded(ago(one) - meanAgo, 9) <= 0)
        rows(one + 1, 8) = segments(column)
        rows(one + 1, 9) = ""
        If levels = 5 Then rows(one + 1, 9) = grid(5 * (r(one) - 1) + f(one) - 1)
    Next one
    RfmTable = rows
End Function

Private Function BuyersOf(customers As Variant, dates As Variant, amounts As Variant, ByVal last As Double, ByVal windowDays As Double, names As Variant, ago As Variant, often As Variant, paid As Variant) As Long
    ' How many bought within the window, and of each the name, days since, orders and money.
    Dim numbers As Variant, latest() As Double, first As Double, day As Double
    Dim place As Long, one As Long, count As Long, orders As Long, kept As Long
    first = last - windowDays + 1
    numbers = CustomerNumbers(customers)
    ReDim names(1 To UBound(customers))
    ReDim ago(1 To UBound(customers))
    ReDim often(1 To UBound(customers))
    ReDim paid(1 To UBound(customers))
    ReDim latest(1 To UBound(customers))
    For place = 1 To UBound(customers)
        one = numbers(place)
        If one > count Then
            count = one
            names(one) = customers(place)
            often(one) = 0#
            paid(one) = 0#
        End If
        If IsNumber(dates(place)) And IsNumber(amounts(place)) Then
            orders = orders + 1
            day = Int(dates(place))
            If one > 0 And day >= first And day < last + 1 Then
                paid(one) = paid(one) + amounts(place)
                If amounts(place) >= 0 Then
                    often(one) = often(one) + 1
                    If often(one) = 1 Or day > latest(one) Then latest(one) = day
                End If
            End If
        End If
    Next place
    If orders = 0 Then Fail "#VALUE!"
    For one = 1 To count
        If often(one) > 0 And Rounded(paid(one), 2) > 0 Then
            kept = kept + 1
            names(kept) = names(one)
            often(kept) = often(one)
            paid(kept) = paid(one)
            ago(kept) = last - latest(one)
        End If
    Next one
    BuyersOf = kept
    If kept = 0 Then Exit Function
    ReDim Preserve names(1 To kept)
    ReDim Preserve ago(1 To kept)
    ReDim Preserve often(1 To kept)
    ReDim Preserve paid(1 To kept)
End Function

Private Function CustomerNumbers(customers As Variant) As Variant
    ' Each row's customer by a number, in the order in which they come; 0 where there is none.
    Dim keys() As Variant, places() As Long, numbers() As Long, groups() As Long, ordered As Variant
    Dim place As Long, rank As Long, group As Long, count As Long, named As Long
    ReDim keys(1 To UBound(customers))
    ReDim places(1 To UBound(customers))
    ReDim numbers(1 To UBound(customers))
    For place = 1 To UBound(customers)
        If Not IsBlank(customers(place)) Then
            count = count + 1
            keys(count) = customers(place)
            places(count) = place
        End If
    Next place
    CustomerNumbers = numbers
    If count = 0 Then Exit Function
    ReDim Preserve keys(1 To count)
    ordered = PlacesInOrder(keys)
    For rank = 1 To count
        If rank = 1 Then
            group = 1
        ElseIf IsLess(keys(ordered(rank - 1)), keys(ordered(rank))) Then
            group = group + 1
        End If
        numbers(places(ordered(rank))) = group
    Next rank
    ReDim groups(1 To group)
    For place = 1 To UBound(customers)
        If numbers(place) > 0 Then
            If groups(numbers(place)) = 0 Then
                named = named + 1
                groups(numbers(place)) = named
            End If
            numbers(place) = groups(numbers(place))
        End If
    Next place
    CustomerNumbers = numbers
End Function

Private Function PlacesInOrder(keys As Variant) As Variant
    ' The places of keys from the least on, equal ones as they come: runs merged, ever longer ones.
    Dim places() As Long, merged() As Long, size As Long, run As Long
    Dim first As Long, middle As Long, last As Long, one As Long, other As Long, place As Long
    size = UBound(keys)
    ReDim places(1 To size)
    ReDim merged(1 To size)
    For place = 1 To size
        places(place) = place
    Next place
    run = 1
    Do While run < size
        For first = 1 To size Step 2 * run
            middle = first + run - 1
            If middle > size Then middle = size
            last = first + 2 * run - 1
            If last > size Then last = size
            one = first
            other = middle + 1
            For place = first To last
                If other > last Then
                    merged(place) = places(one)
                    one = one + 1
                ElseIf one > middle Then
                    merged(place) = places(other)
                    other = other + 1
                ElseIf IsLess(keys(places(other)), keys(places(one))) Then
                    merged(place) = places(other)
                    other = other + 1
                Else
                    merged(place) = places(one)
                    one = one + 1
                End If
            Next place
        Next first
        For place = 1 To size
            places(place) = merged(place)
        Next place
        run = 2 * run
    Loop
    PlacesInOrder = places
End Function

Private Function IsLess(ByVal one As Variant, ByVal other As Variant) As Boolean
    ' Numbers, then texts letter by letter, then truth values.
    If VarType(one) <> VarType(other) Then
        IsLess = KindOf(one) < KindOf(other)
    ElseIf VarType(one) = vbString Then
        IsLess = StrComp(one, other, 0) < 0
    Else
        IsLess = one < other
    End If
End Function

Private Function KindOf(ByVal value As Variant) As Long
    Select Case VarType(value)
        Case vbDouble: KindOf = 1
        Case vbString: KindOf = 2
        Case vbBoolean: KindOf = 3
        Case Else: Fail "#VALUE!"
    End Select
End Function
