"""Workbooks that exist already: read and verified."""
