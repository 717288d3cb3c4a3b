// From cues to the status of a mention; the twin of waymend/read/scopes.py.
import { isGap, isNumber, OTHER } from "./fold.js";
import { AFTER, AT_END, CUE } from "./lexicon.js";

const REACH_BACK = 10;
const LIST_AHEAD = 8;
const WIDE = 5;
const CLAUSE = 4;
const SIGNS = ":-=";
export const PART_ENDS = ",;.)!?";
const BEFORE = new Set(["sign", "on", "old", "had", "deny", "not", "unlikely", "doubt", "planned", "over", "past", "current", "if", "other"]);
const NOT_SCOPES = new Set(["ends", "turns", "none"]);
const COLON_CROSSED = new Set(["past", "current", "if", "other"]);

export const NOT_TURNED = Object.freeze({ negated: null, possible: null, historical: null, family: null, planned: null, unlikely: null, current: null, had: null });

export class Grammar {
  constructor(grammar) {
    for (const name of ["subjects", "determiners", "definite", "links", "verbs", "lists", "joins", "either"]) this[name] = new Set(grammar[name]);
  }
}

const bare = (word) => word.replaceAll("'", "");

export class Scopes {
  constructor(grammar, words, start, end, cues) {
    this.grammar = grammar;
    this.words = words;
    this.start = start;
    this.end = end;
    this.cues = cues.filter((c) => !NOT_SCOPES.has(c.kind));
    this.turns = new Set();
    this.ends = new Set();
    for (const cue of cues)
      for (let n = cue.first; n < cue.last; n++) {
        if (cue.kind === "turns") this.turns.add(n);
        if (cue.kind === "turns" || cue.kind === "ends") this.ends.add(n);
      }
    this.breaks = this.cues.length ? breaks(grammar, words, start, end, cues) : new Set();
  }

  /** How the mention at tokens first…last is turned. inside: a denial that begins the mention counts too. */
  turned(first, last, inside = false) {
    const found = new Map();
    const definite = first > this.start && this.grammar.definite.has(this.words[first - 1]);
    for (const cue of this.cues) {
      const kind = cue.kind;
      if (cue.first < first || (inside && cue.first === first && cue.last < last)) {
        if (cue.last <= last && !(definite && kind === "doubt") && this.reaches(cue, first, last)) found.set(kind, cue);
      } else if (cue.first >= last && !found.has(kind) && !(definite && kind === "doubt_after" && this.words[cue.first] === "?") && this.reachesBack(cue, last)) found.set(kind, cue);
    }
    const deny = found.get("deny");
    const doubt = found.get("doubt");
    if (deny && doubt && deny.last <= doubt.first && this.words.slice(deny.last, doubt.first).includes(",")) found.delete("deny");
    const get = (...kinds) => {
      for (const kind of kinds) if (found.has(kind)) return found.get(kind);
      return null;
    };
    return {
      negated: get("deny", "not", "sign", "minus_after", "deny_after"),
      possible: get("doubt", "doubt_after"),
      historical: get("past", "over", "old", "past_after", "resolved_after"),
      family: get("other", "other_after"),
      planned: get("if", "planned", "planned_after"),
      unlikely: get("unlikely", "unlikely_after"),
      current: get("on", "current", "current_after"),
      had: get("had"),
    };
  }

  reaches(cue, first, last) {
    const { kind, last: start } = cue;
    const { words, grammar } = this;
    if (first <= start) return BEFORE.has(kind);
    if (kind === "had") return first - start <= 1 && grammar.determiners.has(words[start]);
    if (kind === "sign" || kind === "old" || kind === "on") return false;
    if (!COLON_CROSSED.has(kind) && some(start + 1, first, (n) => words[n] === ":")) return false;
    if (kind === "unlikely") return !some(start, first + 1, (n) => this.ends.has(n) || (this.breaks.has(n) && words.slice(start, n).includes(",")));
    const stopped = () => some(start, first + 1, (n) => this.breaks.has(n) || this.ends.has(n));
    if (kind === "deny" || kind === "doubt" || kind === "planned") return !stopped();
    if (kind === "not") {
      if (stopped()) return false;
      const between = words.slice(start, first);
      if (between.includes(":") || between.some((w) => w.length > WIDE && isGap(w))) return false;
      return !between.includes(",") || some(start, Math.min(last + LIST_AHEAD, this.end), (n) => grammar.either.has(words[n]));
    }
    if (kind === "over") return !stopped() && !some(start, first, (n) => words[n] === "," || grammar.joins.has(words[n]));
    if (kind === "past" || kind === "current") return !some(start, first, (n) => this.ends.has(n));
    if (kind === "if" || kind === "other") return !some(start, first, (n) => this.turns.has(n));
    return false;
  }

  reachesBack(cue, last) {
    const { words } = this;
    if (!cue.kind.endsWith("_after") || cue.first - last > REACH_BACK || some(last, cue.first, (n) => this.ends.has(n))) return false;
    if (cue.kind === "minus_after") return cue.first === last;
    if (cue.kind === "current_after" && some(last, cue.first, (n) => this.grammar.joins.has(words[n]))) return false;
    if (cue.kind === "past_after" && cue.first === last + 1 && words[last] === "," && isNumber(words[cue.first])) return true;
    if (cue.kind === "current_after" && cue.first === last + 1 && words[last] === ",") return true;
    return !some(last, cue.first, (n) => ",;".includes(words[n]) || (words[n] === ":" && n > last));
  }
}

function some(start, end, holds) {
  for (let n = start; n < end; n++) if (holds(n)) return true;
  return false;
}

function breaks(grammar, words, start, end, cues) {
  const cued = new Set();
  for (const c of cues) for (let n = c.first; n < c.last; n++) cued.add(n);
  const found = new Set();
  let before = "";
  for (let n = start; n < end; n++) {
    if (isGap(words[n])) continue;
    const word = bare(words[n]);
    if (word === OTHER) found.add(n);
    else if (!cued.has(n) && before && !cued.has(n - 1)) {
      const begins = grammar.subjects.has(word) || grammar.determiners.has(word);
      if ((begins && !grammar.links.has(before)) || (grammar.verbs.has(word) && !grammar.lists.has(before))) {
        found.add(n);
        const comma = commaBefore(grammar, words, start, n);
        if (comma !== null) found.add(comma + 1);
      }
    }
    before = word;
  }
  return found;
}

function commaBefore(grammar, words, start, n) {
  if (!grammar.verbs.has(bare(words[n]))) return null;
  for (let m = n - 1; m >= Math.max(n - CLAUSE, start); m--) {
    if (grammar.either.has(words[m]) || grammar.joins.has(words[m])) return null;
    if (words[m] === ",") return m;
  }
  return null;
}

/** The cues of a sentence in order. */
export function cuesOf(hits, words, end, joins) {
  const cues = [];
  const blunted = hits.filter((h) => h.layer === CUE && h.meanings.includes("none"));
  for (const hit of hits) {
    if ((hit.layer !== CUE && hit.layer !== AFTER) || blunted.some((b) => hit.first < b.last && b.first < hit.last)) continue;
    const closes = hit.last >= end || PART_ENDS.includes(words[hit.last]) || isGap(words[hit.last]);
    for (const kind of hit.meanings) {
      if (kind === "asks") {
        const before = hit.first ? words[hit.first - 1] : ".";
        if (PART_ENDS.includes(before) || joins.has(before) || isGap(before)) cues.push({ kind: "doubt", first: hit.first, last: hit.last });
      } else if (kind.endsWith(AT_END)) {
        if (closes) cues.push({ kind: kind.slice(0, -AT_END.length), first: hit.first, last: hit.last });
      } else if (closes || hit.layer === CUE || !SIGNS.includes(words[hit.first])) cues.push({ kind, first: hit.first, last: hit.last });
    }
  }
  return cues;
}
