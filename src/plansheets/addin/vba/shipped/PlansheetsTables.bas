Option Explicit
Option Private Module
' Functions that no formula expresses: whole columns, and the RFM table.

Private Const Noise As Double = 0.000000000001
' Numbers no farther apart, as a share of them, are equal.
Private Const NearMean As Double = 0.000000001
' A customer no farther below a mean, as a share of it, is at the mean.
Private Const Remainder As Double = 0.000000001
' What is left of an order is nothing below this share of what was paid and refunded.
Private Const NearShare As Double = 0.00000000005
' Shares no farther apart are equal.

Public Function RankScores(values As Variant, ByVal levels As Double, ByVal ties As String, ByVal lower As Boolean) As Variant
    ' Scores by rank for a whole column, 1 to levels; a cell without a number has none.
    Dim known() As Variant, found As Variant, scores() As Variant, place As Long, count As Long
    ReDim known(1 To UBound(values))
    ReDim scores(1 To UBound(values))
    For place = 1 To UBound(values)
        If IsNumber(values(place)) Then
            count = count + 1
            known(count) = values(place)
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
        If ties = "first" Then keys(rank) = TwelveDigits(keys(rank))
    Next rank
    ordered = PlacesInOrder(keys)
    width = UBound(keys) - 1
    ReDim scores(1 To UBound(keys))
    For rank = 0 To width
        If ties <> "first" Then
            Do While keys(ordered(worse + 1)) < keys(ordered(rank + 1)) - Noise * Abs(keys(ordered(rank + 1)))
                worse = worse + 1
            Loop
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

Private Function TwelveDigits(ByVal value As Double) As Double
    ' What is the same to twelve digits is equal.
    Dim places As Double
    If value = 0 Then Exit Function
    places = Int(Log(Abs(value)) / Log(10))
    If 10 ^ (places + 1) <= Abs(value) Then places = places + 1
    If 10 ^ places > Abs(value) Then places = places - 1
    places = 11 - places
    If places > 300 Then
        TwelveDigits = value
    ElseIf places >= 0 Then
        TwelveDigits = Sgn(value) * Int(Abs(value) * 10 ^ places + 0.5) / 10 ^ places
    Else
        TwelveDigits = Sgn(value) * Int(Abs(value) / 10 ^ -places + 0.5) * 10 ^ -places
    End If
End Function

Private Sub NeedLevels(ByVal levels As Double)
    If levels < 1 Or levels <> Int(levels) Then Fail "#VALUE!"
End Sub

Public Function AbcClasses(values As Variant, ByVal shareA As Double, ByVal shareB As Double) As Variant
    ' A, B or C for each of a column: by the share that all greater ones hold together.
    Dim known() As Variant, classes() As Variant, ordered As Variant, before() As Double
    Dim place As Long, count As Long, total As Double, upto As Double, leastA As Double, leastB As Double
    ReDim known(1 To UBound(values))
    ReDim classes(1 To UBound(values))
    For place = 1 To UBound(values)
        If IsNumber(values(place)) Then
            count = count + 1
            known(count) = -values(place)
        End If
    Next place
    If count = 0 Then Fail "#VALUE!"
    ReDim Preserve known(1 To count)
    total = -SumOf(known)
    If total <= 0 Then Fail "#DIV/0!"
    If shareA < 0 Or shareA > shareB Or shareB > 1 Then Fail "#VALUE!"
    ordered = PlacesInOrder(known)
    ReDim before(1 To count)
    For place = 1 To count
        before(place) = upto / total
        upto = upto - known(ordered(place))
    Next place
    leastA = LeastOf(known, ordered, before, shareA)
    leastB = LeastOf(known, ordered, before, shareB)
    For place = 1 To UBound(values)
        If Not IsNumber(values(place)) Then
            classes(place) = CVErr(2042)
        ElseIf values(place) >= leastA Then
            classes(place) = "A"
        ElseIf values(place) >= leastB Then
            classes(place) = "B"
        Else
            classes(place) = "C"
        End If
    Next place
    AbcClasses = classes
End Function

Public Function AbcXyzClasses(values As Variant, variations As Variant, ByVal shareA As Double, ByVal shareB As Double, ByVal cutX As Double, ByVal cutY As Double) As Variant
    ' ABC by the share of sales, XYZ by the variation; neither where one is missing.
    Dim classes As Variant, place As Long
    classes = AbcClasses(values, shareA, shareB)
    If cutX > cutY Then Fail "#VALUE!"
    For place = 1 To UBound(variations)
        If Not IsNumber(variations(place)) Then
            classes(place) = CVErr(2042)
        ElseIf variations(place) < 0 Then
            Fail "#VALUE!"
        ElseIf IsNumber(values(place)) Then
            If Rounded(variations(place) - cutX, 10) <= 0 Then
                classes(place) = classes(place) & "X"
            ElseIf Rounded(variations(place) - cutY, 10) <= 0 Then
                classes(place) = classes(place) & "Y"
            Else
                classes(place) = classes(place) & "Z"
            End If
        End If
    Next place
    AbcXyzClasses = classes
End Function

Public Function ParetoShares(values As Variant) As Variant
    ' The share that all as great or greater hold together.
    Dim known As Variant, ordered As Variant, shares() As Variant
    Dim rank As Long, following As Long, count As Long, total As Double, upto As Double, reached As Double
    known = KnownOf(values)
    count = UBound(known)
    total = SumOf(known)
    ordered = PlacesInOrder(known)
    If known(ordered(1)) < 0 Then Fail "#VALUE!"
    If total <= 0 Then Fail "#DIV/0!"
    ReDim shares(1 To count)
    following = count
    For rank = count To 1 Step -1
        reached = known(ordered(rank)) - Noise * Abs(known(ordered(rank)))
        Do While following >= 1
            If known(ordered(following)) < reached Then Exit Do
            upto = upto + known(ordered(following))
            following = following - 1
        Loop
        shares(ordered(rank)) = upto / total
    Next rank
    ParetoShares = PlacedIn(values, shares)
End Function

Public Function OutlierScores(values As Variant) As Variant
    ' How far off each is, by medians (Iglewicz & Hoaglin, 1993).
    Dim known As Variant, away() As Variant, scores() As Variant, place As Long, centre As Double, apart As Double
    known = KnownOf(values)
    centre = MedianOf(known)
    ReDim away(1 To UBound(known))
    ReDim scores(1 To UBound(known))
    For place = 1 To UBound(known)
        away(place) = Abs(known(place) - centre)
    Next place
    apart = MedianOf(away)
    If apart <= 0 Then Fail "#DIV/0!"
    For place = 1 To UBound(known)
        scores(place) = 0.6745 * (known(place) - centre) / apart
    Next place
    OutlierScores = PlacedIn(values, scores)
End Function

Private Function MedianOf(known As Variant) As Double
    Dim ordered As Variant, half As Long
    ordered = PlacesInOrder(known)
    half = (UBound(known) + 1) \ 2
    MedianOf = known(ordered(half))
    If UBound(known) Mod 2 = 0 Then MedianOf = (MedianOf + known(ordered(half + 1))) / 2
End Function

Public Function MovingAverages(values As Variant, ByVal window As Double) As Variant
    ' The mean of so many numbers up to each; a blank is passed over.
    Dim known As Variant, means() As Variant, parts() As Variant, place As Long, back As Long
    known = KnownOf(values)
    If window < 1 Or window <> Int(window) Then Fail "#VALUE!"
    ReDim means(1 To UBound(known))
    For place = 1 To UBound(known)
        If place < window Then
            means(place) = CVErr(2042)
        Else
            ReDim parts(1 To window)
            For back = 1 To window
                parts(back) = known(place - window + back)
            Next back
            means(place) = SumOf(parts) / window
        End If
    Next place
    MovingAverages = PlacedIn(values, means)
End Function

Private Function KnownOf(values As Variant) As Variant
    ' The numbers of a column.
    Dim known() As Variant, place As Long, count As Long
    ReDim known(1 To UBound(values))
    For place = 1 To UBound(values)
        If IsNumber(values(place)) Then
            count = count + 1
            known(count) = values(place)
        End If
    Next place
    If count = 0 Then Fail "#VALUE!"
    ReDim Preserve known(1 To count)
    KnownOf = known
End Function

Private Function PlacedIn(values As Variant, found As Variant) As Variant
    ' What each number of a column has, beside those that are none.
    Dim answers() As Variant, place As Long, count As Long
    ReDim answers(1 To UBound(values))
    For place = 1 To UBound(values)
        answers(place) = CVErr(2042)
        If IsNumber(values(place)) Then
            count = count + 1
            answers(place) = found(count)
        End If
    Next place
    PlacedIn = answers
End Function

Private Function LeastOf(known As Variant, ordered As Variant, before() As Double, ByVal share As Double) As Double
    ' The least of those before which less than a share lies; out of reach where there is none.
    Dim count As Long, least As Double
    LeastOf = 1.7E+308
    Do While count < UBound(before)
        If before(count + 1) >= share - NearShare Then Exit Do
        count = count + 1
    Loop
    If count > 0 Then
        least = -known(ordered(count))
        LeastOf = least - Noise * Abs(least)
    End If
End Function

Public Function RfmTable(customers As Variant, dates As Variant, amounts As Variant, ByVal asOf As Double, ByVal windowDays As Double, ByVal levels As Double, ByVal ties As String, ByVal language As String, orders As Variant, refunds As Variant) As Variant
    ' A row for each customer of an order list, below a header.
    Dim rows() As Variant, headers As Variant, segments As Variant, grid As Variant
    Dim names As Variant, ago As Variant, often As Variant, paid As Variant
    Dim r As Variant, f As Variant, m As Variant, column As Long, one As Long, count As Long
    Dim meanAgo As Double, lineOften As Double, meanPaid As Double
    count = BuyersOf(customers, dates, amounts, Filled(orders, dates), Filled(refunds, dates), Int(asOf), windowDays, names, ago, often, paid)
    NeedLevels levels
    ReDim rows(1 To count + 1, 1 To 9)
    headers = RfmHeaders(language)
    For column = 1 To 9
        rows(1, column) = headers(column - 1)
    Next column
    If count = 0 Then
        RfmTable = rows
        Exit Function
    End If
    r = ScoresOf(ago, levels, ties, True)
    f = ScoresOf(often, levels, ties, False)
    m = ScoresOf(paid, levels, ties, False)
    meanAgo = SumOf(ago) / count
    meanPaid = SumOf(paid) / count
    lineOften = FrequentFrom(often)
    ' By a mean of one order everybody would be frequent.
    If 2 * CountWhere(often, "=", 1#) > count Then rows(1, 8) = RfmOnce(language)
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
        column = 4 * OneIf(paid(one) - meanPaid >= -NearMean * Abs(meanPaid))
        column = column + 2 * OneIf(Rounded(often(one) - lineOften, 9) >= 0)
        column = column + OneIf(Rounded(ago(one) - meanAgo, 9) <= 0)
        rows(one + 1, 8) = segments(column)
        rows(one + 1, 9) = ""
        If levels = 5 Then rows(one + 1, 9) = grid(5 * (r(one) - 1) + f(one) - 1)
    Next one
    RfmTable = rows
End Function

Private Function FrequentFrom(often As Variant) As Double
    ' The mean; a fixed line where most bought once; nobody's where all bought as often.
    Dim one As Long, least As Double, most As Double
    least = often(1)
    For one = 1 To UBound(often)
        If often(one) < least Then least = often(one)
        If often(one) > most Then most = often(one)
    Next one
    FrequentFrom = SumOf(often) / UBound(often)
    If least = most Then FrequentFrom = most + 1
    If 2 * CountWhere(often, "=", 1#) > UBound(often) Then FrequentFrom = RfmFrequent()
End Function

Private Function Filled(column As Variant, pattern As Variant) As Variant
    ' A column as long as another; one blank cell stands for none.
    Dim blanks() As Variant
    Filled = column
    If UBound(column) = UBound(pattern) Then Exit Function
    If UBound(column) > 1 Then Fail "#VALUE!"
    If Not IsBlank(column(1)) Then Fail "#VALUE!"
    ReDim blanks(1 To UBound(pattern))
    Filled = blanks
End Function

Private Function BuyersOf(customers As Variant, dates As Variant, amounts As Variant, orders As Variant, refunds As Variant, ByVal last As Double, ByVal windowDays As Double, names As Variant, ago As Variant, often As Variant, paid As Variant) As Long
    ' How many bought within the window, and of each the name, days since, orders and money.
    Dim customerOf As Variant, latest() As Double, gross() As Double
    Dim buyer() As Long, day() As Variant, money() As Variant, refunded() As Double
    Dim place As Long, one As Long, count As Long, kept As Long, many As Long, net As Double
    many = NumbersIn(dates, amounts)
    For place = 1 To UBound(refunds)
        If IsNumber(refunds(place)) Then
            If refunds(place) < 0 Then Fail "#VALUE!"
        End If
    Next place
    If many = 0 Then Fail "#VALUE!"
    customerOf = NumbersOf(KeysOf(customers))
    ReDim names(1 To UBound(customers))
    ReDim ago(1 To UBound(customers))
    ReDim often(1 To UBound(customers))
    ReDim paid(1 To UBound(customers))
    ReDim latest(1 To UBound(customers))
    ReDim gross(1 To UBound(customers))
    For place = 1 To UBound(customers)
        If customerOf(place) > count Then
            count = customerOf(place)
            names(count) = customers(place)
            If VarType(names(count)) = vbString Then names(count) = Stripped(names(count))
            often(count) = 0#
            paid(count) = 0#
        End If
    Next place
    many = OrdersOf(customerOf, dates, amounts, orders, refunds, last, buyer, day, money, refunded)
    For place = 1 To many
        If Not (IsEmpty(day(place)) Or IsEmpty(money(place))) Then
            If day(place) >= last - windowDays + 1 Then
                one = buyer(place)
                net = money(place) - refunded(place)
                paid(one) = paid(one) + net
                gross(one) = gross(one) + Abs(net)
                ' An order counts where more was paid for it than refunded.
                If net > Remainder * (Abs(money(place)) + refunded(place)) Then
                    often(one) = often(one) + 1
                    If often(one) = 1 Or day(place) > latest(one) Then latest(one) = day(place)
                End If
            End If
        End If
    Next place
    For one = 1 To count
        If often(one) > 0 And paid(one) > Remainder * gross(one) Then
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

Private Function NumbersIn(dates As Variant, amounts As Variant) As Long
    Dim place As Long
    For place = 1 To UBound(dates)
        If IsNumber(dates(place)) And IsNumber(amounts(place)) Then NumbersIn = NumbersIn + 1
    Next place
End Function

Private Function OrdersOf(customerOf As Variant, dates As Variant, amounts As Variant, orders As Variant, refunds As Variant, ByVal last As Double, buyer() As Long, day() As Variant, money() As Variant, refunded() As Double) As Long
    ' Each order once: whose, when, how much was paid for it, how much of it refunded.
    Dim orderOf As Variant, owner() As Long, keys() As Variant, numbers As Variant
    Dim place As Long, one As Long, own As Long
    orderOf = NumbersOf(KeysOf(orders))
    ReDim owner(0 To UBound(orders))
    For place = 1 To UBound(orders)
        one = orderOf(place)
        If one > 0 And customerOf(place) > 0 Then
            If owner(one) = 0 Then
                owner(one) = customerOf(place)
            ElseIf owner(one) <> customerOf(place) Then
                owner(one) = -1
            End If
        End If
    Next place
    owner(0) = 0
    ReDim keys(1 To UBound(orders))
    For place = 1 To UBound(orders)
        own = customerOf(place)
        ' A row without a customer belongs to the one customer of its order.
        If own = 0 Then own = owner(orderOf(place))
        If IsNumber(dates(place)) Then
            If Int(dates(place)) > last Then own = 0
        End If
        If own > 0 Then
            keys(place) = -CDbl(place)
            If orderOf(place) > 0 Then keys(place) = own * (UBound(orders) + 1#) + orderOf(place)
        End If
    Next place
    numbers = NumbersOf(keys)
    ReDim buyer(1 To UBound(orders))
    ReDim day(1 To UBound(orders))
    ReDim money(1 To UBound(orders))
    ReDim refunded(1 To UBound(orders))
    For place = 1 To UBound(orders)
        one = numbers(place)
        If one > 0 Then
            If one > OrdersOf Then OrdersOf = one
            buyer(one) = customerOf(place)
            If buyer(one) = 0 Then buyer(one) = owner(orderOf(place))
            If IsNumber(dates(place)) Then
                If IsEmpty(day(one)) Then day(one) = Int(dates(place))
                If Int(dates(place)) < day(one) Then day(one) = Int(dates(place))
            End If
            If IsNumber(amounts(place)) Then money(one) = money(one) + amounts(place)
            If IsNumber(refunds(place)) Then refunded(one) = refunded(one) + refunds(place)
        End If
    Next place
End Function

Private Function KeysOf(column As Variant) As Variant
    ' What makes two names the same: capitals and spaces around do not count.
    Dim keys() As Variant, place As Long
    ReDim keys(1 To UBound(column))
    For place = 1 To UBound(column)
        If VarType(column(place)) = vbString Then
            If Len(column(place)) > 0 Then keys(place) = LCase(Stripped(column(place)))
        Else
            keys(place) = column(place)
        End If
    Next place
    KeysOf = keys
End Function

Private Function Stripped(ByVal text As String) As String
    ' Without any kind of space before or after; Trim knows one kind.
    Dim first As Long, last As Long
    first = 1
    last = Len(text)
    Do While first <= last
        If Not IsSpace(Mid(text, first, 1)) Then Exit Do
        first = first + 1
    Loop
    Do While last >= first
        If Not IsSpace(Mid(text, last, 1)) Then Exit Do
        last = last - 1
    Loop
    If last >= first Then Stripped = Mid(text, first, last - first + 1)
End Function

Private Function IsSpace(ByVal letter As String) As Boolean
    Select Case AscW(letter)
        Case 9 To 13, 28 To 32, 133, 160, 5760, 8192 To 8202, 8232, 8233, 8239, 8287, 12288
            IsSpace = True
    End Select
End Function

Private Function NumbersOf(given As Variant) As Variant
    ' Each by a number, in the order in which they come, equal ones by the same; 0 where none is.
    Dim keys() As Variant, places() As Long, numbers() As Long, groups() As Long, ordered As Variant
    Dim place As Long, rank As Long, group As Long, count As Long, named As Long
    ReDim keys(1 To UBound(given))
    ReDim places(1 To UBound(given))
    ReDim numbers(1 To UBound(given))
    For place = 1 To UBound(given)
        If Not IsEmpty(given(place)) Then
            count = count + 1
            keys(count) = given(place)
            places(count) = place
        End If
    Next place
    If count = 0 Then
        NumbersOf = numbers
        Exit Function
    End If
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
    For place = 1 To UBound(given)
        If numbers(place) > 0 Then
            If groups(numbers(place)) = 0 Then
                named = named + 1
                groups(numbers(place)) = named
            End If
            numbers(place) = groups(numbers(place))
        End If
    Next place
    NumbersOf = numbers
End Function

Private Function PlacesInOrder(keys As Variant) As Variant
    ' The places of keys from the least on, equal ones as they come: stretches merged, ever longer ones.
    Dim places() As Long, merged() As Long, size As Long, stretch As Long
    Dim first As Long, middle As Long, last As Long, one As Long, other As Long, place As Long
    size = UBound(keys)
    ReDim places(1 To size)
    ReDim merged(1 To size)
    For place = 1 To size
        places(place) = place
    Next place
    stretch = 1
    Do While stretch < size
        For first = 1 To size Step 2 * stretch
            middle = first + stretch - 1
            If middle > size Then middle = size
            last = first + 2 * stretch - 1
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
        stretch = 2 * stretch
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
