"""Words for people, and what is told of them, by a guide: whom a text may name (subjects.py), who tells it (narrator.py), and who is who (roles.py)."""

from __future__ import annotations

from waymend.pack.reading import Reading
from waymend.pack.schema import Guide


class Subjects:
    """What a guide says of who is who."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        apart = (*reading.injecting, *reading.of_the_subject, *reading.places)
        self.body = frozenset(
            str(f.id)
            for f in guide.findings.values()
            if f.group in reading.of_the_body and not f.background and f.id not in apart
        )
        self.seen = frozenset(str(f.id) for f in guide.findings.values() if f.group in reading.of_others)
        self.in_need = frozenset(
            str(f.id) for f in guide.findings.values() if f.group in reading.in_need or f.id in reading.in_need
        ) | {str(name) for name in reading.in_need if name in reading.concepts}
        # What is asked first: whoever has it, he is in need now.
        self.at_once = frozenset(str(name) for panel in guide.panels[:1] for name in panel.findings)
        self.of_the_subject = frozenset(reading.of_the_subject)
        self.ordered = frozenset(reading.ordered)
        self.in_use = frozenset((*reading.injecting, *reading.routed))
        self.done = frozenset(reading.of_the_writer) & frozenset(reading.injecting)  # by whoever writes, with another
        self.writer = frozenset(reading.grammar["writer"])
        self.my = frozenset(reading.grammar["mine"])
        self.me = frozenset(reading.grammar["me"])
        self.joins = frozenset(reading.grammar["joins"])
        self.leads = frozenset(reading.grammar["leads"])  # of, with, in
        self.third = frozenset(reading.grammar["third"])
        self.clinical = frozenset(reading.grammar["clinical"])
        self.returns = frozenset(reading.grammar["returns"])
        self.patient = frozenset(reading.grammar["patient"])
        self.sexes = {w: sex for sex in ("male", "female") for w in reading.grammar[sex]}
        self.self = frozenset(reading.grammar["self"])
        self.verbs = frozenset(reading.grammar["verbs"])
        self.subject = frozenset(reading.grammar["subjects"])
        self.anew = frozenset(reading.grammar["anew"])
        self.alongside = frozenset(reading.grammar["alongside"])
        self.clausal = frozenset(reading.grammar["clausal"])  # until, when: begin a clause within a sentence
        self.observes = frozenset(reading.grammar["observes"])
        self.calls = frozenset(reading.grammar["calls"])
        self.young = frozenset(reading.grammar["young"])
        self.doing = frozenset(reading.grammar["doing"])  # is, injects
        self.of_family = frozenset(reading.grammar["of_family"])  # maternal, siblings
        self.doctoring = frozenset(reading.grammar["doctoring"])
        self.offspring = frozenset(reading.grammar["offspring"])
        self.workers = frozenset(reading.grammar["workers"])
        self.exposing = frozenset(reading.grammar["exposing"])
        self.sources = frozenset(reading.grammar["sources"])
        self.short = frozenset(reading.grammar["short"])
        self.died = frozenset(reading.grammar["died"])
        self.died_of = frozenset(reading.grammar["died_of"])
        self.courses = frozenset(reading.courses)
        self.doses = frozenset(reading.doses)
        self.giver = frozenset(reading.grammar["giver"])
        self.taker = frozenset(reading.grammar["taker"])
        self.gives = frozenset(reading.grammar["gives"])
        self.of_giver = frozenset(reading.grammar["of_giver"])
        self.giving = frozenset(reading.grammar["giving"])
        self.receives = frozenset(reading.grammar["receives"])
        self.index = frozenset(reading.grammar["index"])
        self.organs = frozenset(reading.grammar["organs"])
        self.traced = frozenset(reading.grammar["traced"])
        self.of_things = frozenset(reading.grammar["of_things"])
        self.charted = frozenset(reading.grammar["charted"])
        self.protects = frozenset(reading.grammar["protects"])
        self.maternal = frozenset(reading.grammar["maternal"])
        self.mother = frozenset(reading.grammar["mother"])
        self.newborn = frozenset(reading.grammar["newborn"])
        self.nursery = frozenset(reading.grammar["nursery"])
        self.handed = frozenset(reading.follows.values())
        self.of_himself = self.me | {"my"}
        self.tells = frozenset(reading.grammar["tells"])
        self.takes = frozenset(reading.grammar["takes"])
        self.reports = frozenset(reading.grammar["reports"])
        self.served = frozenset(reading.grammar["served"])
        self.known = frozenset(reading.grammar["definite"]) | {"the"}
        self.kin = frozenset(w for phrase in reading.groups["kin"] for w in phrase.split()[-1:])
        self.related = frozenset(
            w for w in reading.groups["kin"] if " " not in w
        )  # who can be nobody else: not "one", "man"
        about, _, option = reading.loved_one.partition(".")
        self.loved_one = (about, option)

    def is_kin(self, word: str) -> bool:
        """Whether a word names a relative or a friend, also "sister's"."""
        return word.removesuffix("'s") in self.kin

    def sex_of(self, word: str) -> str:
        """The sex of the one whom a word names, also "sister's"; "" where it says none."""
        return self.sexes.get(word.removesuffix("'s"), "")
