"""From a mark on the skin to the right help.

import waymend
guide = waymend.load_guide()
a = guide.assess({"fever": True, "site": ["groin"]})
a.urgency.at_least, a.concerns[0].because, a.next_question
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from waymend.errors import CaseError, GuideError, InputError, ScreenError, WaymendError

if TYPE_CHECKING:
    from waymend.assess.assessment import Assessment
    from waymend.guide import LoadedGuide, load_guide

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "CaseError",
    "GuideError",
    "InputError",
    "LoadedGuide",
    "ScreenError",
    "WaymendError",
    "load_guide",
]

_LATE = {"Assessment": "waymend.assess.assessment", "LoadedGuide": "waymend.guide", "load_guide": "waymend.guide"}


def __getattr__(name: str) -> Any:
    """Import the engine only when it is used: `waymend --version` should not wait for it."""
    if name in _LATE:
        import importlib

        return getattr(importlib.import_module(_LATE[name]), name)
    raise AttributeError(f"module 'waymend' has no attribute '{name}'")
