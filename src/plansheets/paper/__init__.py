"""Workbooks on paper: pages as LibreOffice prints them, as PDF and as pictures."""
