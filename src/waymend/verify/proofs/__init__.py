"""What is proved of a guide, each property a sentence that a clinician understands, over all cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import NamedTuple

from waymend.verify.proofs.answers import unsure_is_safe, worse_is_not_calmer
from waymend.verify.proofs.asking import asking_misses_nothing
from waymend.verify.proofs.bands import bands_meet
from waymend.verify.proofs.plans import no_contradiction, nothing_forgotten
from waymend.verify.proofs.prover import Prover
from waymend.verify.proofs.rules import danger_signs, rules_live
from waymend.verify.property import Failure, Property, outcome

__all__ = ["PROOFS", "Proof", "Prover", "prove"]


class Proof(NamedTuple):
    """`run` gives how many questions it asked, and what failed."""

    id: str
    statement: str
    run: Callable[[Prover], tuple[int, list[Failure]]]


PROOFS = (
    Proof(
        "rules_live",
        "Every rule can fire, and none is swallowed by a more urgent rule of the same concern.",
        rules_live,
    ),
    Proof(
        "worse_is_not_calmer",
        "A worse answer never makes it less urgent: no yes where yes is worse, no number further to its worse side.",
        worse_is_not_calmer,
    ),
    Proof(
        "unsure_is_safe",
        '"Not sure" is safe: the urgency shown with answers missing is never above the least, and the urgency still possible never below the most, that any answers to them give.',
        unsure_is_safe,
    ),
    Proof(
        "danger_signs",
        "Each danger sign reaches the urgency that its source demands, whatever else is answered.",
        danger_signs,
    ),
    Proof(
        "nothing_forgotten",
        "Nothing is forgotten: every plan has something to do and to watch for and somewhere to turn, and each concern that sets the urgency has steps of its own.",
        nothing_forgotten,
    ),
    Proof("no_contradiction", "No step contradicts another in the same plan.", no_contradiction),
    Proof(
        "asking_misses_nothing",
        "Asking ends, and nobody who belongs to now or today is asked past it: the pages that everybody gets show a trace of every such rule.",
        asking_misses_nothing,
    ),
    Proof(
        "bands_meet",
        "Thresholds meet: every score of a questionnaire has one band, and no concern is lost at a middle value of a number.",
        bands_meet,
    ),
)


def prove(prover: Prover) -> Iterator[Property]:
    """Each property in turn, as soon as it is known."""
    for proof in PROOFS:
        start = perf_counter()
        checked, failures = proof.run(prover)
        yield outcome(proof.id, proof.statement, checked, failures, "proved", perf_counter() - start)
