"""Places that can help, found by distance, need and payment.

In: listings of many sources (`sources`, `locator`, `waymend.interop.hsds_read`), cleaned (`clean`), merged where several lists name the
same place (`matching`), kept in one SQLite file (`build`, `sqlite`) or in PostGIS (`postgres`). Out: `search.find`, and tiles for the
app (`tiles`). It knows nothing of assessments, and keeps nothing of what is searched for.
"""

from __future__ import annotations

from waymend.directory.place import Listing, Place
from waymend.directory.repository import Repository
from waymend.directory.search import Near, Query, Result, find
from waymend.directory.sqlite import SqliteRepository, default_path, open_directory

__all__ = [
    "Listing",
    "Near",
    "Place",
    "Query",
    "Repository",
    "Result",
    "SqliteRepository",
    "default_path",
    "find",
    "open_directory",
]
