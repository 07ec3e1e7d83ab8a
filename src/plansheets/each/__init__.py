"""One blueprint, many workbooks: one for each shop of a list, planned once and filled for each."""
