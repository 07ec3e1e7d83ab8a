"""Data in: CSV, workbooks and pandas frames, typed by the table they fill."""
