"""The zip package of a workbook and the XML inside, read under limits: one reader for all."""
