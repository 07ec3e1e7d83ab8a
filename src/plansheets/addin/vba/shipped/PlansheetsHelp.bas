Option Explicit
Option Private Module
' Names and help in the function wizard. The texts stand on the sheet of help, in letters of every
' language; a text of VBA has those of one code page.

Private Const HelpSheet As String = "_IntelliSense_"

Public Sub RegisterHelp()
    Dim hidden As Boolean
    On Error Resume Next
    If Explained() Then Exit Sub
    ' Excel refuses help for the macros of a hidden workbook, which an add-in is.
    hidden = ThisWorkbook.IsAddin
    If hidden Then
        ThisWorkbook.IsAddin = False
        Explained
        ThisWorkbook.IsAddin = True
        ThisWorkbook.Saved = True
    End If
End Sub

Private Function Explained() As Boolean
    ' False where help is refused; the functions work all the same.
    Dim texts As Variant, helps() As String, row As Long, column As Long, count As Long
    On Error GoTo refused
    texts = ThisWorkbook.Worksheets(HelpSheet).UsedRange.Value2
    For row = 2 To UBound(texts, 1)
        count = 0
        ReDim helps(0 To UBound(texts, 2))
        For column = 5 To UBound(texts, 2) Step 2
            If Len(texts(row, column)) > 0 Then
                helps(count) = texts(row, column)
                count = count + 1
            End If
        Next column
        ReDim Preserve helps(0 To count - 1)
        Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & texts(row, 1), _
            Description:=texts(row, 2), Category:="plansheets", ArgumentDescriptions:=helps
    Next row
    Explained = True
refused:
End Function
