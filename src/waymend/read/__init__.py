"""Free text in, mentions out, each with its place, status and the cue that decided it; and from mentions a case.

Knows no medicine and no rules: every word it looks for is the guide's (`words` of findings, and its folder reading/).
"""

from waymend.read.reader import Mention, Reader

__all__ = ["Mention", "Reader"]
