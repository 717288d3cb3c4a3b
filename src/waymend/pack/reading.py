"""What a guide says of how free text is read (its folder reading/), as frozen values. docs/guide-format.md tells a clinician the same."""

from __future__ import annotations

from msgspec import field

from waymend.pack.value import Value


class Concept(Value, frozen=True, kw_only=True):
    """Something that the reader reports beside findings and concerns. `from`: findings and concerns whose words say it as well."""

    from_: tuple[str, ...] = field(default=(), name="from")
    words: tuple[str, ...] = ()


Words = tuple[str, ...]


class ToldBy(Value, frozen=True, kw_only=True):
    """A finding or concept that a number tells of by itself: from a value on, or below one."""

    number: str
    at_least: float | None = None
    below: float | None = None


class Weights(Value, frozen=True, kw_only=True):
    """How urgent words sound (read/likeness.py). base: level → what is added to the sum of its weights, the most urgent first; weights: lines "words = one for each level"."""

    finding: str
    base: dict[str, float]
    weights: str


class Reading(Value, frozen=True, kw_only=True):
    """reading/*.yaml: how free text is read (docs/reading.md). The files' top-level keys come together.

    Lists of words are patterns (docs/guide-format.md) in cues, sections, says, named, concepts, not_meant, medical_injections and standing.
    """

    # cues.yaml: what turns a mention, and small words by what they do
    cues: dict[str, Words]
    grammar: dict[str, Words]
    abbreviations: Words
    sides: dict[str, Words]
    # composed.yaml: a thing and what is said of it; what "it" is
    composed: dict[str, Words] = field(default_factory=dict)
    # sections.yaml
    sections: dict[str, Words]
    # words.yaml: what is said
    groups: dict[str, Words]
    fillers: Words
    skipped: Words
    unbridged: Words  # over which no gap of a phrase goes: "gave no naloxone"
    common: Words
    says: dict[str, Words]
    loose: dict[str, Words]
    named: dict[str, Words]
    concepts: dict[str, Concept]
    not_meant: Words
    denials: dict[str, Words]
    hints: dict[str, Words] = field(default_factory=dict)
    deniable: dict[str, Words] = field(default_factory=dict)
    not_deniable: Words = ()
    apart: Words
    same: dict[str, Words]
    exact: Words
    misspelled: Words
    not_misspelled: Words
    medical_injections: Words
    medicines: Words = ()
    standing: Words
    routes: Words = ()
    # who.yaml: what is said of tests
    results: dict[str, Words] = field(default_factory=dict)
    tested: Words = ()
    kept: Words = ()
    # words.yaml: what mentions do
    injecting: Words
    injecting_drugs: str = ""
    never_medical: Words = ()
    routed: Words = ()
    when: dict[str, Words] = field(default_factory=dict)
    # echoes.yaml: what stands for something that was named before
    echoes: dict[str, Words] = field(default_factory=dict)
    # sequels.yaml: what became of something
    sequels: dict[str, Words] = field(default_factory=dict)
    known_by: dict[str, dict[str, Words]] = field(default_factory=dict)
    episodes: Words = ()
    courses: Words = ()
    events: Words = ()
    follows: dict[str, str] = field(default_factory=dict)
    ordered: Words = ()
    treatments: Words = ()
    chronic: Words = ()
    described: Words = ()
    unless: dict[str, Words] = field(default_factory=dict)
    despite: dict[str, Words] = field(default_factory=dict)
    meant: dict[str, Words] = field(default_factory=dict)
    handed: dict[str, str] = field(default_factory=dict)
    handing: dict[str, Words] = field(default_factory=dict)
    of_the_body: Words
    of_others: Words
    in_need: Words = ()
    of_a_place: Words = ()
    as_findings: dict[str, Words]
    loved_one: str
    lasting: Words = ()
    wanted: Words = ()
    of_the_subject: Words = ()
    of_the_writer: Words = ()
    places: Words = ()
    stays: Words = ()
    only_present: Words = ()
    twins: dict[str, str] = field(default_factory=dict)
    once: dict[str, Words] = field(default_factory=dict)
    # what a longer phrase of a finding tells besides: the redness of "painful red lump"
    inside: dict[str, Words] = field(default_factory=dict)
    # measures.yaml
    numbers: dict[str, float]
    vitals: dict[str, Words]
    before_number: Words
    temperature: str
    pressure: str
    saturation: str
    on_air: Words
    age: str
    pregnancy: str
    told_by: dict[str, ToldBy]
    bearing: Words
    doses: Words
    started: str
    lengths: dict[str, Words]
    times: dict[str, Words]
    units: dict[str, dict[str, float]]
    moments: dict[str, Words]
    parts_of_day: dict[str, float]
    since: Words
    lasting_words: Words
    ago: Words
    began: Words = ()
    not_times: Words
    not_since: Words
    along: Words
    timeless: Words
    sizes: dict[str, float]
    size_words: Words
    # likeness.yaml
    likeness: Weights | None = None
