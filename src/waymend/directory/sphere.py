"""Distances on a sphere of the Earth's mean radius (IUGG, 6371.0088 km; within 0.6 % of the ellipsoid), and boxes that hold a circle."""

from __future__ import annotations

from collections.abc import Callable
from math import asin, cos, degrees, pi, radians, sin, sqrt

RADIUS_KM = 6371.0088
HALF_ROUND_KM = RADIUS_KM * pi


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Great-circle distance (haversine) in whole metres. The app computes the same from the same formula."""
    return distance_from(lat1, lon1)(lat2, lon2)


def distance_from(lat1: float, lon1: float) -> Callable[[float, float], int]:
    """The distance from one point to many."""
    to_radians, around = pi / 180, 2000 * RADIUS_KM
    cos1 = cos(lat1 * to_radians)

    def metres(lat2: float, lon2: float) -> int:
        north = sin((lat2 - lat1) * to_radians / 2)
        east = sin((lon2 - lon1) * to_radians / 2)
        a = north * north + cos1 * cos(lat2 * to_radians) * east * east
        return int(around * asin(min(1.0, sqrt(a))) + 0.5)

    return metres


def boxes(lat: float, lon: float, radius_km: float) -> list[tuple[float, float, float, float]]:
    """Boxes (south, north, west, east) that hold the circle: one, or two where it crosses the date line; all longitudes around a pole."""
    angle = radius_km / RADIUS_KM * 1.000001 + 1e-9
    if angle >= pi:
        return [(-90.0, 90.0, -180.0, 180.0)]
    reach = degrees(angle)
    south, north = max(-90.0, lat - reach), min(90.0, lat + reach)
    if lat + reach >= 90 or lat - reach <= -90:
        return [(south, north, -180.0, 180.0)]
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(lat))))) + 1e-6
    west, east = lon - wide, lon + wide
    if wide >= 180:
        return [(south, north, -180.0, 180.0)]
    if west < -180:
        return [(south, north, west + 360, 180.0), (south, north, -180.0, east)]
    if east > 180:
        return [(south, north, west, 180.0), (south, north, -180.0, east - 360)]
    return [(south, north, west, east)]
