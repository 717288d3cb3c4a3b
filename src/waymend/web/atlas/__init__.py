"""Our own drawings, made by code: the body with its places, and each kind of mark on six skin tones. Knows nothing of rules."""

from __future__ import annotations

from waymend.web.atlas.body import body_back, body_front
from waymend.web.atlas.picture import drawing
from waymend.web.atlas.tones import TONES

__all__ = ["TONES", "body_back", "body_front", "drawing"]
