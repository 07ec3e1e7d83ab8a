def is_excel_function(n: str) -> bool:
    return n in {"SUM", "IF", "IFS", "SORT", "FILTER", "LET", "LAMBDA", "TEXT"}


def file_prefix(n):
    return {"IFS": "_xlfn.", "SORT": "_xlfn._xlws.", "LET": "_xlfn.", "LAMBDA": "_xlfn."}.get(n, "")


LAMBDA_TAKERS = frozenset({"MAP", "BYROW"})
