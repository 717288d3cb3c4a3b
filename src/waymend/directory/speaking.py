"""What to say when you call, what to ask, what to bring, and what each kind of cover means: texts of calling.yaml and taxonomy.yaml."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from waymend.directory.taxonomy import calling, taxonomy


class Guidance(msgspec.Struct, frozen=True):
    """For one place; every list is plain sentences. `insurance` says what each cover means here, `check` is a script to make sure."""

    say: tuple[str, ...]
    ask: tuple[str, ...]
    bring: tuple[str, ...]
    insurance: tuple[str, ...]
    check: tuple[str, ...]
    promise: str
    sources: tuple[str, ...]


@lru_cache(maxsize=2048)
def guidance(kind: str, pay: tuple[str, ...]) -> Guidance:
    """The texts for a kind of place and what it says it takes."""
    texts = calling()
    own, everyone, cover = texts.get(kind, {}), texts["any"], texts["insurance"]
    means = {term.id: f"{term.name}: {term.means}" for term in taxonomy().pays}
    return Guidance(
        say=(*everyone["say"], *own.get("say", ())),
        ask=(*own.get("ask", ()), *everyone["ask"]),
        bring=(*everyone["bring"], *own.get("bring", ())),
        insurance=tuple(means[p] for p in pay) or (cover["unknown"],),
        check=tuple(cover["check"]),
        promise=cover["promise"],
        sources=tuple(sorted({*everyone["sources"], *own.get("sources", ()), *cover["sources"]} - {"general"})),
    )
