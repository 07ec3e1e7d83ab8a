"""Files that the extension carries as they are; they run in LibreOffice's Python, 3.8 and later.

In the extension they are the package ``plansheets_cells``, beside the functions made from the
catalogue. Nothing here may import anything but the standard library, LibreOffice's ``uno``, and
that package.
"""
