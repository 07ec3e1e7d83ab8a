Private server As Object
Private notStarted As String
Private lastError As String
Private noHelp As String

Private Function Called(ByVal name As String, ByVal given As Variant) As Variant
    Dim place As Long, area As Object, again As Boolean
    On Error GoTo failed
    ' Value2 hands days and money over as numbers, and in one go: Value makes an object of each.
    For place = LBound(given) To UBound(given)
        If IsObject(given(place)) Then
            Set area = given(place)
            Set given(place) = Nothing
            given(place) = area.Value2
        End If
    Next place
ask:
    If Not Started() Then
        lastError = notStarted
        Called = CVErr(2015)
        Exit Function
    End If
    Called = WithErrors(server.CallUDF("{module}", name, given, ThisWorkbook, Application.Caller))
    Exit Function
failed:
    lastError = Err.Description
    If IsLost(Err.Number) And Not again Then
        again = True
        EndPython
        Resume ask
    End If
    Called = CVErr(2015)
End Function

Private Function Started() As Boolean
    ' A start that fails takes up to two minutes, so it is not tried again by every cell.
    If server Is Nothing And Len(notStarted) = 0 Then
        On Error GoTo failed
        Set server = XLPy
    End If
    Started = Not server Is Nothing
    Exit Function
failed:
    Set server = Nothing
    notStarted = "Python did not start: " & Err.Description
    Tell notStarted & vbLf & vbLf & "Until it does, the functions PS_... give #VALUE!." & vbLf & _
        "What is wrong here, and how to mend it, says in a terminal:" & vbLf & _
        "plansheets addin doctor """ & ThisWorkbook.FullName & """" & vbLf & _
        "Then run the macro TryPythonAgain (Alt+F8)."
End Function

Public Sub TryPythonAgain()
    EndPython
    notStarted = ""
    lastError = ""
    If Started() Then Application.CalculateFull
End Sub

Private Sub EndPython()
    ' Also what hangs of a start that failed.
    On Error Resume Next
    Set server = Nothing
    KillPy
End Sub

Private Function IsLost(ByVal number As Long) As Boolean
    ' Python was ended: RPC_E_DISCONNECTED, RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_FAILED.
    Select Case number
        Case 462, -2147417848, -2147023174, -2147023170: IsLost = True
    End Select
End Function

Private Sub Tell(ByVal message As String)
    ' Nobody sees a message of an Excel that another program runs, and nobody could close it.
    If Application.UserControl Then MsgBox message, vbExclamation, "plansheets"
End Sub

Private Function WithErrors(ByVal found As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(found) Then
        WithErrors = OneWithError(found)
        Exit Function
    End If
    ' xlwings hands one row over as an array of one dimension.
    If Dimensions(found) = 1 Then
        For column = LBound(found) To UBound(found)
            found(column) = OneWithError(found(column))
        Next column
    Else
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = OneWithError(found(row, column))
            Next column
        Next row
    End If
    WithErrors = found
End Function

Private Function Dimensions(ByVal found As Variant) As Long
    Dim counted As Long, last As Long
    On Error GoTo done
    Do
        last = UBound(found, counted + 1)
        counted = counted + 1
    Loop
done:
    Dimensions = counted
End Function

Private Function OneWithError(ByVal value As Variant) As Variant
    OneWithError = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#NULL!": OneWithError = CVErr(2000)
        Case "#DIV/0!": OneWithError = CVErr(2007)
        Case "#VALUE!": OneWithError = CVErr(2015)
        Case "#REF!": OneWithError = CVErr(2023)
        Case "#NAME?": OneWithError = CVErr(2029)
        Case "#NUM!": OneWithError = CVErr(2036)
        Case "#N/A": OneWithError = CVErr(2042)
    End Select
End Function

Public Function PS_LAST_ERROR() As String
    Application.Volatile
    PS_LAST_ERROR = lastError
    If Len(lastError) = 0 Then PS_LAST_ERROR = noHelp
End Function

Private Sub Explain(ByVal name As String, ByVal said As String, ByVal arguments As Variant)
    On Error GoTo failed
    Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & name, _
        Description:=said, Category:="plansheets", ArgumentDescriptions:=arguments
    Exit Sub
failed:
    ' A hidden add-in may be refused; the functions work all the same.
    noHelp = "No help for " & name & " in the function wizard: " & Err.Description
End Sub
