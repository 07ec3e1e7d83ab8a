"""The list of content types and the links of parts."""

TYPES = """
Types = (Default Override)*
Default @ Extension! ContentType!
Override @ PartName! ContentType!
"""
LINKS = """
Relationships = Relationship*
Relationship @ Id Type! Target! TargetMode:External|Internal
"""
