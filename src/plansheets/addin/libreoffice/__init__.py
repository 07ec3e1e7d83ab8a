"""The LibreOffice add-in: the functions in plain Python, for LibreOffice's own interpreter."""
