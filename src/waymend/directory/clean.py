"""Cleaning: ZIP codes that lost their zeros, phones with words in them, addresses of the web, coordinates that lie."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import urlsplit

from waymend.directory.taxonomy import states

LONGEST = 300  # characters of one text; names and addresses are shorter
_TAGS = re.compile(r"<[^<>]{0,400}>")
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[ -;=?-~]*")  # printable ASCII without angle brackets: nearly every cell
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
_NOTHING = {"", "na", "n/a", "none", "null", "nan", "-", "- - -", "--"}


def text(given: object, longest: int = LONGEST) -> str:
    """Plain text on one line: no markup, no control or direction characters, no spreadsheet formula, spaces single, cut at `longest`.

    The angle brackets that remain are taken off, so that the text is harmless even where somebody forgets to escape it.
    """
    if given is None:
        return ""
    plain = str(given)[: 4 * longest]
    if not _PLAIN.fullmatch(plain):
        plain = _TAGS.sub(" ", unicodedata.normalize("NFC", plain))
        plain = (
            "".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain).replace("<", " ").replace(">", " ")
        )
    plain = _SPACES.sub(" ", plain).strip()
    # A cell that a spreadsheet would run starts with one of these.
    while (plain and plain[0] in "=+@\t") or (plain.startswith("-") and not plain[1:2].isdigit()):
        plain = plain[1:].lstrip()
    return "" if plain.lower() in _NOTHING else plain[:longest]


def name(given: object) -> str:
    """A name; one in capitals throughout is written as names are."""
    plain = text(given)
    if len(plain) > 4 and plain.isupper():
        plain = " ".join(_capital(word) for word in plain.split(" "))
    return plain


_KEPT = {
    "VA",
    "IU",
    "UC",
    "UPMC",
    "LLC",
    "LLP",
    "MD",
    "PC",
    "II",
    "III",
    "IV",
    "USA",
    "US",
    "UCSF",
    "UCLA",
    "NYU",
    "SUNY",
    "NE",
    "NW",
    "SE",
    "SW",
    "PO",
    "ER",
    "SSM",
    "HCA",
    "UAB",
}
_SMALL = {"OF", "AND", "THE", "AT", "FOR", "IN", "DE", "ON"}


def _capital(word: str) -> str:
    if word in _KEPT:
        return word
    if word in _SMALL:
        return word.lower()
    return re.sub(r"[A-Z]+(?:'S\b)?", lambda m: m[0][0] + m[0][1:].lower(), word)


@cache
def _prefixes() -> dict[str, frozenset[str]]:
    """State to the first three digits of its ZIP codes."""
    return {
        state: frozenset(f"{n:03d}" for span in about["zips"] for n in range(int(span[:3]), int(span[4:]) + 1))
        for state, about in states().items()
    }


@cache
def _state_names() -> dict[str, str]:
    return {about["name"].lower(): code for code, about in states().items()}


def state(given: object) -> str:
    """Two letters, or empty when it is no state or territory of the United States."""
    plain = text(given)
    return plain.upper() if plain.upper() in states() else _state_names().get(plain.lower(), "")


def zip_code(given: object, in_state: str = "") -> str:
    """Five digits with the zeros that spreadsheets take off, or empty. ZIP+4 in any spelling is cut to five.

    With a state, a code that does not belong to it is empty too: it would send people to the wrong end of the country.
    """
    plain = re.sub(r"\.0$", "", text(given)).replace(" ", "")
    five, _, four = plain.partition("-")
    if not five.isascii() or not five.isdigit() or (four and not four.isdigit()):
        return ""
    if len(five) in (8, 9):
        five = five.zfill(9)[:5]
    if not 3 <= len(five) <= 5:
        return ""
    five = five.zfill(5)
    return five if not in_state or five[:3] in _prefixes()[in_state] else ""


def state_of_zip(five: str) -> str:
    """The state whose ZIP codes start so; empty when none or several do."""
    found = [code for code, prefixes in _prefixes().items() if five[:3] in prefixes]
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def phone(given: str) -> tuple[str, str]:
    """(number, extension): NNN-NNN-NNNN in North America, +… elsewhere; ("", "") when it is no possible number.

    phonenumbers knows which numbers can exist; those that cannot would only waste a call that took courage to make.
    """
    import phonenumbers

    plain = text(given)
    if len(plain) < 7:
        return "", ""
    try:
        parsed = phonenumbers.parse(plain, "US")
    except phonenumbers.NumberParseException:
        return "", ""
    if not phonenumbers.is_valid_number(parsed):
        return "", ""
    digits = str(parsed.national_number)
    if parsed.country_code == 1 and len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", parsed.extension or ""
    return f"+{parsed.country_code} {digits}", parsed.extension or ""


@lru_cache(maxsize=4096)
def website(given: str) -> str:
    """An address that starts with http:// or https:// and names a real host; else empty. `http://` alone means none."""
    plain = text(given, 500).replace(" ", "")
    if not plain or len(plain) > 400:
        return ""
    if "://" not in plain:
        plain = "http://" + plain
    try:
        parts = urlsplit(plain)
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return ""
    if (
        parts.scheme.lower() not in ("http", "https")
        or not _HOST.fullmatch(host)
        or host.rsplit(".", 1)[1].isdigit()
        or "@" in parts.netloc
    ):
        return ""
    query = f"?{parts.query}" if parts.query else ""
    path = parts.path if parts.path != "/" else ""
    safe = f"{parts.scheme.lower()}://{host}{f':{port}' if port else ''}{path}{query}"
    return safe if re.fullmatch(r"[A-Za-z0-9:/?#@!$&()*+,;=._~%-]+", safe) else ""


def coordinates(lat: object, lon: object, in_state: str) -> tuple[float, float] | None:
    """Degrees, rounded to five decimals (1 m), or None when they are no coordinates or lie outside the state. 0/0 is none."""
    try:
        north, east = float(str(lat)), float(str(lon))
    except ValueError:
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (abs(north) < 0.01 and abs(east) < 0.01):
        return None
    if in_state:
        south, top, west, right = states()[in_state]["box"]
        beyond = in_state == "AK" and east > 170  # the Aleutians cross the date line
        if not (south <= north <= top and (west <= east <= right or beyond)):
            return None
    return round(north, 5), round(east, 5)
