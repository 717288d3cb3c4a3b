"""Lists from strangers: made harmless, or refused with a sentence. And the locator, served here with all its traps."""

from __future__ import annotations

import gzip
import http.server
import json
import threading
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lists import DATA
from waymend.directory import SqliteRepository, clean, locator
from waymend.directory.build import Job, build
from waymend.directory.reading import LONGEST_LINE, read_csv
from waymend.errors import InputError

HEAD = "name,kind,street,city,state,zip,phone,website,lat,lon,needs\n"


def load(folder: Path, body: str | bytes, name: str = "list.csv") -> SqliteRepository:
    (folder / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    build(folder / "d.sqlite", [Job("auto", str(folder / name))], force=True)
    return SqliteRepository(folder / "d.sqlite")


def all_of(repository: SqliteRepository) -> list[Any]:
    return list(repository.places(range(1, 100)).values())


def test_formulas_markup_and_hidden_signs_are_made_harmless(tmp_path: Path) -> None:
    names = (
        "=cmd|' /C calc'!A0 House",
        "@SUM(A1) House",
        "+1+1 House",
        "-2+3 House",
        "<script>alert(1)</script>Rest House",
        "A\u202eB\x07C House",
        "<img src=x onerror=alert(1)> House",
    )
    rows = "".join(
        f'"{name}",drop_in,{n} {"ABCDEFG"[n]} Street,Town,NY,10001,,javascript:alert(1),40.7{n},-74.0{n},ssp\n'
        for n, name in enumerate(names)
    )
    places = all_of(load(tmp_path, HEAD + rows))
    assert len(places) == len(names)
    for p in places:
        assert p.name[0] not in "=@+"
        assert not set("<>\u202e\x07") & set(p.name)
        assert p.website == ""


def test_a_line_of_any_length_costs_no_memory_and_only_itself(tmp_path: Path) -> None:
    """A billion bytes without a line end, packed small as an attacker would; the rows around it are kept or the archive is refused."""
    import resource

    with gzip.open(tmp_path / "long.csv.gz", "wb", compresslevel=1) as packed:
        packed.write(HEAD.encode() + b"Good,drop_in,1 A St,Town,NY,10001,,,40.7,-74.0,ssp\n")
        for _ in range(1000):
            packed.write(b"a" * 1_000_000)
        packed.write(b"\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="made to fill the disk"):
        build(tmp_path / "d.sqlite", [Job("auto", str(tmp_path / "long.csv.gz"))])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert not (tmp_path / "d.sqlite").exists()


def test_a_plain_file_with_one_line_of_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(HEAD.encode() + b"Good,drop_in,1 A St,Town,NY,10001,,,40.7,-74.0,ssp\n")
        file.seek(1_000_000_000, 1)  # a hole: a gigabyte of zero bytes that takes no room
        file.write(b"\nAlso Good,drop_in,2 B St,Town,NY,10001,,,40.8,-74.0,ssp\n")
    rows = list(read_csv(path))
    assert [(line, row.get("name", "")) for line, row, _ in rows] == [(2, "Good"), (3, ""), (4, "Also Good")]
    assert f"longer than {LONGEST_LINE // 1024} KB" in rows[1][2]


def test_archives_made_to_fill_the_disk(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("services.csv", "w") as member,
    ):
        for _ in range(100):
            member.write(b"0" * 1_000_000)
    with pytest.raises(InputError, match="made to fill the disk"):
        build(tmp_path / "d.sqlite", [Job("hsds", str(tmp_path / "bomb.zip"))])
    (tmp_path / "torn.csv.gz").write_bytes(gzip.compress(HEAD.encode() * 5000)[:60])
    with pytest.raises(InputError, match="damaged archive"):
        build(tmp_path / "d.sqlite", [Job("places", str(tmp_path / "torn.csv.gz"))])


def test_archives_cannot_write_outside_their_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../../escaped.csv", "x")
        archive.writestr("../services.csv", "id,name,status\n")
    with pytest.raises(InputError, match="holds no services"):
        build(tmp_path / "d.sqlite", [Job("hsds", str(tmp_path / "slip.zip"))])
    assert not list(tmp_path.parent.glob("escaped.csv"))


def test_encodings(tmp_path: Path) -> None:
    row = "Clínica Ñandú,drop_in,1 A St,Town,NY,10001,,,40.7,-74.0,ssp\n"
    for name, body in (
        ("utf8", (HEAD + row).encode()),
        ("mark", b"\xef\xbb\xbf" + (HEAD + row).encode()),
        ("windows", (HEAD + row).encode("cp1252")),
    ):
        folder = tmp_path / name
        folder.mkdir()
        assert [p.name for p in all_of(load(folder, body))] == ["Clínica Ñandú"]
    for body in ((HEAD + row).encode("utf-16"), b"\x00\x01\x02" * 50):
        with pytest.raises(InputError, match="is not UTF-8 text"):
            load(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    ["", "\n\n", "a,b\n1,2\n", "name,name,state\nx,y,NY\n", '"unclosed\n' * 3, "[1, 2, 3]", "%PDF-1.4\n%\xe2\xe3"],
)
def test_what_is_no_list_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(InputError):
        load(tmp_path, body)


@pytest.mark.parametrize(
    "body", ["places: &a [*a]", "places: 3", "- 1", "places:\n  - !!python/object/apply:os.system [ls]", "{" * 3000]
)
def test_yaml_that_is_no_list_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(InputError):
        load(tmp_path, body, "list.yaml")


def test_cleaning() -> None:
    assert clean.zip_code("1915", "MA") == "01915"
    assert clean.zip_code("736", "PR") == "00736"
    assert clean.zip_code("60670", "CT") == ""
    assert (
        clean.zip_code("06708-2460", "CT")
        == clean.zip_code("67082460", "CT")
        == clean.zip_code("6708.0", "CT")
        == "06708"
    )
    assert clean.zip_code("9266A") == clean.zip_code("12") == clean.zip_code("٩٢٦٦٠") == ""
    assert clean.phone("860-276-3000 x301") == ("860-276-3000", "301")
    assert clean.phone("(212) 736-5000 ext. 12") == ("212-736-5000", "12")
    assert clean.phone("123-456") == clean.phone("000-000-0000") == ("", "")
    assert (
        clean.website("http://")
        == clean.website("javascript:alert(1)")
        == clean.website("http://user@evil.example")
        == clean.website("http://localhost")
        == ""
    )
    assert clean.website("WWW.Example.org/") == "http://www.example.org"
    assert clean.coordinates("0", "0", "") is None
    assert clean.coordinates("-73.99", "40.7", "NY") is None  # swapped
    assert clean.coordinates("51.9", "178.2", "AK") == (51.9, 178.2)
    assert clean.name("ST. JOSEPH'S HOSPITAL OF VA") == "St. Joseph's Hospital of VA"


# The locator -----------------------------------------------------------------------------------------------------------------------


def facility(n: int, **more: Any) -> dict[str, Any]:
    return {
        "_irow": n, "name1": f"Facility {n}", "name2": None, "street1": f"{n} Main Street", "street2": "", "city": "Town", "state": "NY", "zip": "10001",
        "phone": f"212-555-{n:04d}", "intake1": None, "hotline1": None, "website": "http://", "latitude": f"{40.5 + n / 10000:.5f}", "longitude": "-74.00000",
        "miles": 1.0, "typeFacility": "SA",
        "services": [{"f1": "Type of Opioid Treatment", "f2": "OT", "f3": "Buprenorphine maintenance; Does not treat alcohol"},
                     {"f1": "Payment/Insurance/Funding Accepted", "f2": "PAY", "f3": "Medicare; Medicaid; Military insurance (e.g., TRICARE)"}],
        **more,
    }  # fmt: skip


Answer = Callable[[dict[str, str], int], "tuple[int, str, Any] | None"]


class Locator:
    """A server on this machine that speaks the locator's format."""

    def __init__(self) -> None:
        self.rows = [facility(n) for n in range(1, 2501)]
        self.asked: list[dict[str, str]] = []
        self.trap: Answer = lambda query, page: None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                outer.asked.append(query)
                page, size = int(query["page"]), int(query["pageSize"])
                trapped = outer.trap(query, page)
                if trapped:
                    status, kind, body = trapped
                else:
                    rows = outer.rows[(page - 1) * size : page * size]
                    status, kind = 200, "application/json;charset=UTF-8"
                    body = {
                        "page": page,
                        "totalPages": -(-len(outer.rows) // size),
                        "recordCount": len(outer.rows),
                        "rows": rows,
                    }
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("location", kind)
                else:
                    self.send_header("content-type", kind)
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/locator/exportsAsJson/v2"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def served() -> Iterator[Locator]:
    locator = Locator()
    yield locator
    locator.server.shutdown()
    locator.server.server_close()


def fetch(served: Locator, target: Path) -> Any:
    return build(target, [Job("locator", served.url)], wait_s=0.001)


def test_the_locator_is_read_page_by_page_as_documented(served: Locator, tmp_path: Path) -> None:
    report = fetch(served, tmp_path / "d.sqlite")
    assert (report.sources[0].rows, report.places) == (2500, 2500)
    assert [q["page"] for q in served.asked] == ["1", "2", "3"]
    for query in served.asked:
        assert query["sAddr"] == "39.8,-98.6"  # latitude first; never the place of a person
        assert query["limitType"] == "2"
        assert float(query["limitValue"]) > 10_000_000  # metres
        assert query["sType"] == "both"
        assert "sCodes" not in query  # all codes must match there, so nothing is asked by code
    place = SqliteRepository(tmp_path / "d.sqlite").places([1])[1]
    assert place.needs == ("moud", "sud_treatment")
    assert place.pay == ("medicaid", "medicare", "military")
    assert place.website == ""


def test_null_services_and_odd_rows(served: Locator, tmp_path: Path) -> None:
    served.rows = [
        facility(1, services=None, typeFacility="OTP"),
        facility(2, services="no"),
        "row",
        facility(3, latitude="0", longitude="0"),
        facility(4, phone="212-736-5000 x7"),
    ]
    report = fetch(served, tmp_path / "d.sqlite")
    assert [(r.line, r.why, r.dropped) for r in report.rejected] == [
        (2, "'services' is no list.", False), (3, "is no object.", False), (4, "the coordinates 0, 0 are none, or not in NY.", True),
    ]  # fmt: skip
    places = {p.name: p for p in all_of(SqliteRepository(tmp_path / "d.sqlite"))}
    assert places["Facility 1"].kind == "opioid_treatment"
    assert "moud" in places["Facility 1"].needs
    assert places["Facility 3"].located == "zip"
    assert places["Facility 4"].extension == "7"


HTML = (200, "text/html", b"<html>Welcome</html>")
TRAPS: dict[str, tuple[Answer, str]] = {
    "a page of HTML with status 200": (lambda q, p: HTML, "answered with 'text/html' instead of JSON"),
    "HTML on the second page": (lambda q, p: HTML if p == 2 else None, "instead of JSON"),
    "HTML that calls itself JSON": (lambda q, p: (200, "application/json", b"<html>"), "is no JSON, although it says so"),
    "an empty page before the end": (lambda q, p: (200, "application/json", {"page": 2, "totalPages": 3, "recordCount": 2500, "rows": []}) if p == 2 else None, "announced 2500 places and sent 1000"),
    "nothing at all": (lambda q, p: (200, "application/json", {"page": 1, "totalPages": 0, "recordCount": 0, "rows": []}), "no places at all"),
    "another format": (lambda q, p: (200, "application/json", {"results": []}), "no 'rows' and 'recordCount'"),
    "a list": (lambda q, p: (200, "application/json", []), "is no page of places"),
    "the same page again": (lambda q, p: (200, "application/json", {"page": 1, "totalPages": 3, "recordCount": 2500, "rows": [facility(n) for n in range(1, 1001)]}), "twice"),
    "a refusal": (lambda q, p: (403, "text/plain", b""), "status 403"),
    "always busy": (lambda q, p: (503, "text/plain", b""), "status 503"),
    "a redirect to this machine's other services": (lambda q, p: (302, "http://127.0.0.1:9/admin", b""), "redirects to a private address"),
    "a redirect into a private network": (lambda q, p: (302, "http://10.0.0.7/secret", b""), "redirects to a private address"),
    "a redirect to the address of cloud secrets": (lambda q, p: (302, "http://169.254.169.254/latest", b""), "redirects to a private address"),
    "a redirect to a file": (lambda q, p: (302, "file:///etc/passwd", b""), "status 302"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_leave_the_old_directory(trap: str, served: Locator, tmp_path: Path) -> None:
    fetch(served, tmp_path / "d.sqlite")
    before = (tmp_path / "d.sqlite").read_bytes()
    served.trap, message = TRAPS[trap]
    with pytest.raises(InputError, match=message):
        fetch(served, tmp_path / "d.sqlite")
    assert (tmp_path / "d.sqlite").read_bytes() == before


def test_a_busy_server_is_asked_again(served: Locator, tmp_path: Path) -> None:
    served.trap = lambda query, page: (503, "text/plain", b"") if len(served.asked) in (1, 2, 5) else None
    assert fetch(served, tmp_path / "d.sqlite").places == 2500


def test_a_redirect_on_the_same_server_is_followed(served: Locator, tmp_path: Path) -> None:
    served.trap = lambda query, page: (
        (302, served.url + "?" + urllib.parse.urlencode({**query, "moved": 1}), b"") if "moved" not in query else None
    )
    assert fetch(served, tmp_path / "d.sqlite").places == 2500


def test_an_update_that_was_cut_goes_on_at_the_page_where_it_was(served: Locator, tmp_path: Path) -> None:
    served.rows = [facility(n) for n in range(1, 4501)]

    def stop(what: str, done: int, total: int | None) -> None:
        if what == "locator" and done >= 2000 and total is None and len(served.asked) < 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "d.sqlite", [Job("locator", served.url)], progress=stop, wait_s=0.001)
    served.asked.clear()
    assert fetch(served, tmp_path / "d.sqlite").places == 4500
    assert served.asked[0]["page"] == "3"


def test_a_page_that_never_ends_is_cut(served: Locator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locator, "MOST_BYTES", 100_000)
    with pytest.raises(InputError, match="for one page"):
        fetch(served, tmp_path / "d.sqlite")


def test_medicaid_and_medicare_are_not_mixed_up(tmp_path: Path) -> None:
    """MD is Medicaid and MC is Medicare; SF is cash, SS is the sliding fee; HH is housing, not detox; MOA takes people on medicine and gives none."""
    head = "name1,name2,street1,street2,city,state,zip,latitude,longitude,type_facility,sa,mh,md,mc,sf,ss,hh,moa,nmoa,bum\n"
    body = "Only MD,,1 A St,,Town,NY,10001,40.70,-74.0,SA,1,0,1,0,0,0,0,0,0,0\nOnly MC,,2 B St,,Town,NY,10001,40.71,-74.0,SA,1,0,0,1,0,0,0,0,0,0\nOthers,,3 C St,,Town,NY,10001,40.72,-74.0,SA,1,0,0,0,1,0,1,1,0,0\nDenied,,4 D St,,Town,NY,10001,40.73,-74.0,SA,1,0,0,0,0,1,0,0,1,1\n"
    places = {p.name: p for p in all_of(load(tmp_path, head + body))}
    assert places["Only MD"].pay == ("medicaid",)
    assert places["Only MC"].pay == ("medicare",)
    assert places["Others"].pay == ("cash",)
    assert places["Others"].needs == ("housing", "sud_treatment")
    assert places["Denied"].pay == ("sliding_fee",)
    assert "moud" not in places["Denied"].needs + places["Denied"].may


def test_the_real_sample_of_the_locator(tmp_path: Path) -> None:
    sample = DATA / "samhsa-locator-sample.json"
    if not sample.exists():
        pytest.skip(f"the sample is not at {sample}")
    report = build(tmp_path / "d.sqlite", [Job("locator", str(sample))], read_on="2019-05-30")
    assert [r for r in report.rejected if not r.dropped] == []
    assert report.sources[0].kept == 41
    places = all_of(SqliteRepository(tmp_path / "d.sqlite"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in json.loads(sample.read_text())["rows"]:
        rows.setdefault(row["name1"], []).append(row)
    compared = 0
    for p in places:
        if len(p.sources) == 1 and len(rows.get(p.name, [])) == 1:
            said = "; ".join(s["f3"] for s in rows[p.name][0]["services"] if s["f2"] in ("PAY", "PYAS")).split("; ")
            assert ("medicaid" in p.pay, "medicare" in p.pay) == ("Medicaid" in said, "Medicare" in said), p.name
            compared += 1
    assert compared > 15
