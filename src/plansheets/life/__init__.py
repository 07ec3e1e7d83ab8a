"""The life of a workbook after it is built: known again, read back, held against its plan."""
