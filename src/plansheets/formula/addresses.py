"""Addresses of links, as far as one can tell from how they begin where a click leads."""

from __future__ import annotations

import re

_SCRIPTS = ("javascript:", "vbscript:", "data:")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\ufeff]+")
"""What programs skip in a scheme."""


def runs_script(address: str) -> bool:
    """Whether a click on *address* runs what it holds.

    >>> runs_script(" Java Script:alert(1)"), runs_script("https://example.com/javascript:")
    (True, False)
    """
    return _UNSEEN.sub("", address[:200]).lower().startswith(_SCRIPTS)


def leads_to_files(address: str) -> bool:
    r"""Whether a click on *address* opens a file or a share, which tells that server who clicked.

    >>> [leads_to_files(one) for one in ("file:///C:/a.xlsx", "\\\\server\\share", "a.xlsx")]
    [True, True, False]
    """
    return _UNSEEN.sub("", address[:200]).lower().startswith(("file:", "\\\\", "//"))
