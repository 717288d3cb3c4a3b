"""Our own drawings, made by code: the body with its places, and each kind of mark on several skin tones."""

from __future__ import annotations

from waymend.web.atlas.body import body_back, body_front
from waymend.web.atlas.marks import TONES, drawing

__all__ = ["TONES", "body_back", "body_front", "drawing"]
