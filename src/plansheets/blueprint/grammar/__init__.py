"""The blueprint language as data: every object, its keys, what each takes and what it means.

The reader, the JSON Schema and the reference documentation are all made from this table, so that
none of them can fall behind.
"""
