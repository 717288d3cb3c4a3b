"""Any Open Referral directory (HSDS 3.0) as listings: JSON as its API gives it, or tables as CSV in a folder or a zip archive."""

from __future__ import annotations

import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from waymend.directory.place import Listing
from waymend.directory.reading import BOMB_FROM, BOMB_RATIO, MOST_BYTES, read_csv
from waymend.directory.sources import RowError, _make
from waymend.directory.taxonomy import code_of, words
from waymend.errors import InputError
from waymend.interop.hsds import weekly

MOST_JSON = 256 * 1024**2
TABLES = (
    "organizations", "services", "locations", "service_at_locations", "addresses", "phones", "languages", "schedules", "attributes",
    "taxonomy_terms", "cost_options",
)  # fmt: skip
_Table = list[dict[str, Any]]


def looks_like_hsds(path: Path) -> bool:
    """Whether a JSON file speaks HSDS rather than the locator's own words."""
    with path.open("rb") as file:
        head = file.read(65536)
    return b'"contents"' in head or b'"services.csv"' in head or (b'"status"' in head and b'"name1"' not in head)


def read_hsds(path: Path, read_on: str | None) -> Iterator[tuple[int, Listing | dict[str, Any], str]]:
    """(number of the service at a location, its listing, problem). Raises InputError for what is no HSDS."""
    tables = _tables(path)
    if not tables.get("services"):
        raise InputError(f"{path.name} holds no services; it is no HSDS 3.0 directory.")
    by_id = {
        name: {str(row.get("id")): row for row in tables[name]}
        for name in ("organizations", "services", "locations", "taxonomy_terms")
    }
    hanging = {
        name: _hang(tables[name])
        for name in ("addresses", "phones", "languages", "schedules", "attributes", "cost_options")
    }
    ats = tables["service_at_locations"]
    for number, at in enumerate(ats, 1):
        service = by_id["services"].get(str(at.get("service_id")))
        where = by_id["locations"].get(str(at.get("location_id")))
        if service is None or where is None:
            yield number, {}, "names a service or a location that is not in the directory."
            continue
        if str(service.get("status") or "active") != "active":
            yield number, {}, f"is not active ('{str(service.get('status'))[:20]}')."
            continue
        try:
            yield number, _listing(number, at, service, where, by_id, hanging, read_on), ""
        except RowError as problem:
            yield number, {}, str(problem)


def _hang(table: _Table) -> dict[str, _Table]:
    """Rows by every object they hang on."""
    found: dict[str, _Table] = defaultdict(list)
    for row in table:
        for key in ("service_id", "location_id", "organization_id", "service_at_location_id", "link_id"):
            if row.get(key):
                found[str(row[key])].append(row)
    return found


def _listing(
    number: int, at: dict[str, Any], service: dict[str, Any], where: dict[str, Any], by_id: dict[str, dict[str, dict[str, Any]]],
    hanging: dict[str, dict[str, _Table]], read_on: str | None,
) -> Listing:  # fmt: skip
    organization = by_id["organizations"].get(str(service.get("organization_id")), {})
    keys = [str(one.get("id")) for one in (at, service, where, organization) if one.get("id")]

    def on(table: str, *, narrow: bool = False) -> _Table:
        return [row for key in (keys[:3] if narrow else keys) for row in hanging[table].get(key, ())]

    address = next((a for a in on("addresses") if str(a.get("address_type") or "physical") == "physical"), {})
    voice = [p for p in on("phones") if str(p.get("type") or "voice") in ("voice", "")]
    texts = [p for p in on("phones") if p.get("type") == "text"]
    needs: set[str] = set()
    pay: set[str] = set()
    serves: set[str] = set()
    languages: set[str] = set()
    codes: set[str] = set()
    for attribute in on("attributes", narrow=True):
        term = attribute.get("taxonomy_term") or by_id["taxonomy_terms"].get(str(attribute.get("taxonomy_term_id")), {})
        for label in (term.get("code"), term.get("name")):
            plain = str(label or "").strip().lower()
            for group, found in (("needs", needs), ("pays", pay), ("serves", serves)):
                if plain in words(group):
                    found.add(words(group)[plain])
        if "samhsa" in str(term.get("taxonomy") or "").lower():
            codes |= {
                code for code in (str(term.get("code") or "").upper(), code_of(str(term.get("name") or ""))) if code
            }
    named = str(service.get("name") or "").strip().lower()
    if named in words("needs"):
        needs.add(words("needs")[named])
    for spoken in on("languages", narrow=True):
        plain = str(spoken.get("code") or spoken.get("name") or "").strip().lower()
        if found_language := words("languages").get(plain) or words("languages").get(
            str(spoken.get("name") or "").strip().lower()
        ):
            languages.add(found_language)
    if any(str(c.get("amount")) in ("0", "0.0") for c in on("cost_options", narrow=True)):
        pay.add("free")
    hours = [
        h
        for row in on("schedules", narrow=True)
        for h in weekly(str(row.get("byday") or ""), str(row.get("opens_at") or ""), str(row.get("closes_at") or ""))
    ]
    dated = str(service.get("assured_date") or service.get("last_modified") or "")[:10]
    kind = "syringe_service" if "ssp" in needs else "wound_clinic" if needs == {"wound_care"} else "other"
    extension = voice[0].get("extension") if voice else None
    return _make(
        "hsds", number, kind, dated if len(dated) == 10 and dated[:2] == "20" and dated[4] == "-" else read_on,
        name=organization.get("name") or service.get("name"), program=service.get("name"), street=address.get("address_1"), street2=address.get("address_2"),
        city=address.get("city"), state=address.get("state_province"), zip_code=address.get("postal_code"),
        phone=f"{voice[0].get('number')}{f' x{extension}' if extension else ''}" if voice else "", text=texts[0].get("number") if texts else "",
        website=service.get("url") or organization.get("website"), lat=where.get("latitude"), lon=where.get("longitude"), codes=codes, needs=needs,
        pay=pay, serves=serves, languages=languages, hours=tuple(sorted(set(hours), key=lambda h: (h.day, h.opens))), note=service.get("alert"),
        key=str(at.get("id") or ""), detailed=bool(needs or codes),
    ).listing  # fmt: skip


def _tables(path: Path) -> dict[str, _Table]:
    tables: dict[str, _Table] = {name: [] for name in TABLES}
    if path.is_dir():
        for name in TABLES:
            file = path / f"{name}.csv"
            if file.exists():
                tables[name] = [dict(row) for _, row, problem in read_csv(file) if not problem]
        return tables
    if path.suffix == ".zip":
        with tempfile.TemporaryDirectory(prefix="waymend-") as folder:
            _unzip(path, Path(folder))
            return _tables(Path(folder))
    held = _json(path)
    if isinstance(held, dict) and "services.csv" in held:
        for name in TABLES:
            tables[name] = [row for row in held.get(f"{name}.csv", []) if isinstance(row, dict)]
        return tables
    services = held.get("contents", [held]) if isinstance(held, dict) else held
    if not isinstance(services, list):
        raise InputError(f"{path.name} holds no services; it is no HSDS 3.0 directory.")
    for service in services:
        if isinstance(service, dict):
            _flatten(service, tables)
    return tables


def _json(path: Path) -> Any:
    if path.stat().st_size > MOST_JSON:
        raise InputError(f"{path.name} is larger than {MOST_JSON // 1024**2} MB; load it as tables.")
    try:
        return msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InputError(f"{path.name} is no JSON.") from None


def _objects(value: Any) -> _Table:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _flatten(service: dict[str, Any], tables: dict[str, _Table]) -> None:
    """A nested service of the API, or a service at a location that holds its service, laid out as tables."""
    if isinstance(service.get("service"), dict) and isinstance(service.get("location"), dict):
        service = {**service["service"], "service_at_locations": [{k: v for k, v in service.items() if k != "service"}]}
    identity = str(service.get("id") or "")
    organization = service.get("organization")
    if isinstance(organization, dict):
        tables["organizations"].append(organization)
        service = {**service, "organization_id": organization.get("id")}
    tables["services"].append(service)
    for name in ("phones", "languages", "schedules", "cost_options"):
        tables[name] += [{**row, "service_id": identity} for row in _objects(service.get(name))]
    tables["attributes"] += [{**row, "link_id": identity} for row in _objects(service.get("attributes"))]
    for at in _objects(service.get("service_at_locations")):
        where = at.get("location") if isinstance(at.get("location"), dict) else {}
        place = str((where or {}).get("id") or at.get("location_id") or "")
        tables["service_at_locations"].append({**at, "service_id": identity, "location_id": place})
        if where:
            tables["locations"].append(where)
            for name in ("addresses", "phones", "languages", "schedules"):
                tables[name] += [{**row, "location_id": place} for row in _objects(where.get(name))]
        for name in ("phones", "schedules"):
            tables[name] += [{**row, "service_at_location_id": at.get("id")} for row in _objects(at.get(name))]


def _unzip(path: Path, folder: Path) -> None:
    """The tables of an archive, each by its own bare name, measured while they are unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = 0
            for member in archive.infolist():
                name = Path(member.filename).name
                if name not in {f"{table}.csv" for table in TABLES}:
                    continue
                with archive.open(member) as source, (folder / name).open("wb") as out:
                    while part := source.read(1 << 20):
                        total += len(part)
                        if total > MOST_BYTES or (total > BOMB_FROM and total > BOMB_RATIO * path.stat().st_size):
                            raise InputError(
                                f"{path.name} unpacks to far more than it should; it looks like an archive made to fill the disk."
                            )
                        out.write(part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise InputError(f"{path.name} is a damaged archive; fetch it again.") from None
