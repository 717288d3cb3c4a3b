"""Which of several cues that reach one mention hold, and which are taken back by another: "suspected endocarditis, confirmed on TOE", "no IVDU since 2018"."""

from __future__ import annotations

from collections.abc import Sequence

from waymend.read.cues import Cue
from waymend.read.fold import is_word


def settle(words: Sequence[str], found: dict[str, Cue], first: int, last: int) -> None:
    """Take out what another cue takes back, and turn what two of them say together. found: the cues that reach the mention at tokens first…last, by kind."""
    if "deny" in found and "resolved_after" in found and "," in words[found["deny"].last : first]:
        del found["deny"]  # "no purulence, cellulitis resolved"
    if "sure_after" in found:  # "suspected endocarditis, confirmed on TOE"
        for kind in ("doubt", "doubt_after", "like", "seeks", "unlikely"):
            if kind in found and found[kind].first < found["sure_after"].first:
                del found[kind]
    if "sure" in found and "test_after" in found:
        del found["test_after"]  # "diagnosed with HCV today"
    if "judged" in found:  # the belief of "I do not believe that this is sepsis" doubts nothing
        for kind in ("doubt", "like", "deny", "not"):
            if kind in found and found["judged"].first <= found[kind].first < found["judged"].last:
                del found[kind]
    signed = last - first > 1 and words[last - 1] == "+"  # "hx of IVDU, HCV+"
    if signed or "positive_after" in found:  # "denies fentanyl, HCV pos."
        for kind in ("deny", "not", "past", "over"):
            cue_before = found.get(kind)
            if cue_before is not None and cue_before.first < first:
                if (
                    kind in ("deny", "not")
                    and cue_before.last == first
                    and (signed or found["positive_after"].first <= last)
                    and is_word(words[first - 1])
                ):
                    continue  # "is not HCV pos"
                del found[kind]
    if "contrary_after" in found and not {"doubt", "like", "doubt_after", "seeks"}.isdisjoint(found):
        found.setdefault("deny_after", found["contrary_after"])  # "what looked like a DVT was not"
    if "deny" in found and "until_after" in found:  # "no IVDU since 2018"
        del found["deny"]
        found["over"] = found["until_after"]
    if "past_after" in found and "current_after" in found and found["past_after"].first > found["current_after"].first:
        del found["current_after"]  # "heroin x 12 yrs ended with prison"
    now, over = found.get("current"), found.get("over")
    if now and over and now.last <= over.first < first and "," in words[now.last : over.first]:
        del found["current"]  # "methadone 80 mg daily, no longer injects"
