// Free text → mentions → answers: the twin of waymend/read/reader.py. Loaded only when someone chooses to type.
import { isGap, isNumber, isWord, sentences, tokens } from "./fold.js";
import { APART, CONCERN, DENIED, FINDING, INNER, Lexicon, MEDICAL, NAMED, OPTION, SECTION, STANDING, TIMED } from "./lexicon.js";
import { Measures } from "./measures.js";
import { cuesOf, Grammar, NOT_TURNED, PART_ENDS, Scopes } from "./scopes.js";
import { draft, Subjects } from "./subjects.js";

const NEAR = 6;
const LISTED = 2;
const ASKED = 5;
const NAMES = new Set([NAMED, CONCERN, APART]);
const SAID = new Set([...NAMES, FINDING, OPTION, DENIED]);
const PHRASES = new Set([FINDING, DENIED, INNER]);
const TARGET_CUES = new Set(["deny", "not", "deny_after", "doubt", "doubt_after", "unlikely", "unlikely_after"]);
const SETS = ["abbreviations", "heads", "injecting", "places", "of_a_place", "apart", "covers", "of_the_writer", "doses", "only_present", "stays", "wanted", "lasting", "yes", "no"];

/** What `read` needs, from a guide's reading bundle. Takes a fifth of a second on a phone; keep it. */
export function openLexicon(bundle) {
  const by = { ...bundle, sides: new Map(Object.entries(bundle.sides)), implies: new Map(Object.entries(bundle.implies)), words: new Lexicon(bundle.lexicon, bundle.fold), grammar: new Grammar(bundle.grammar), measures: new Measures(bundle.measures), subjects: new Subjects(bundle.subjects) };
  for (const name of SETS) by[name] = new Set(bundle[name]);
  return by;
}

/** All mentions of a text, in order. now: {weekday (Monday is 0), hour} for "since Friday", or null. */
export function read(text, by, now = null) {
  return new Text(by, Array.from(text), now).mentions();
}

/** What the words around one target say of it. */
export function context(text, target, by) {
  const points = Array.from(text);
  const found = tokens(points, by.fold);
  const keys = found.words.map((w) => by.words.keyOf(w));
  const [first, last] = find(found, tokens(Array.from(target), by.fold));
  let section = "now";
  let [start, end, body] = [0, found.words.length, 0];
  let hits = [];
  for (const [s, e] of sentences(found, by.abbreviations, by.heads)) {
    if (s > first) break;
    hits = by.words.hits(found, keys, s, s <= first && first < e ? Math.max(e, last) : e, points, true);
    [section, body] = heading(found, hits, s, e, section);
    [start, end] = [s, Math.max(e, last)];
  }
  if (first < body || body >= end) body = start;
  hits = hits.filter((h) => h.first >= body);
  const cues = cuesOf(hits, found.words, end, by.grammar.joins).filter((c) => !(first < c.first && c.first < last && TARGET_CUES.has(c.kind)));
  const way = new Scopes(by.grammar, found.words, body, end, cues).turned(first, last, true);
  let alone = body === start && last - first <= LISTED;
  for (let n = body; n < end; n++) if (!(first <= n && n < last) && (isWord(found.words[n]) || /^[0-9]/.test(found.words[n]))) alone = false;
  const habit = by.words.hits(found, keys, first, last, points, true).some((h) => h.layer === STANDING);
  const over = way.historical;
  const resolved = over !== null && over.kind === "resolved_after";
  return {
    status: statusOf(way, section)[0],
    negated: way.negated !== null || way.unlikely !== null || resolved,
    historical: (over !== null && !resolved && way.current === null && way.planned === null) || ["past", "habits", "ignored"].includes(section) || alone || habit,
    family: way.family !== null || section === "family",
  };
}

/** The answers that mentions amount to. */
export function answersOf(mentions, by) {
  const yes = new Map();
  const no = new Set();
  const unsure = new Set();
  for (const mention of mentions) {
    if (mention.status === "historical") for (const name of by.once[mention.about] ?? []) yes.set(name, true);
    for (const [name, option] of answers(mention, by)) {
      if (mention.status === "present" || (mention.status === "historical" && by.lasting.has(name)) || (mention.status === "planned" && by.wanted.has(name))) {
        if (mention.value !== null) {
          if (!yes.has(name)) yes.set(name, mention.value);
        } else if (option !== null) {
          if (by.kinds[name] === "choice") {
            if (!yes.has(name)) yes.set(name, option);
          } else {
            if (!yes.has(name)) yes.set(name, []);
            if (!yes.get(name).includes(option)) yes.get(name).push(option);
          }
        } else yes.set(name, true);
      } else if (mention.status === "absent" && option === null) no.add(name);
      else unsure.add(name);
    }
  }
  const denied = [...no].filter((name) => !yes.has(name) && !unsure.has(name)).sort();
  return Object.fromEntries([...denied.map((name) => [name, false]), ...yes]);
}

function answers(mention, by) {
  const told = [];
  if (mention.about in by.kinds) told.push([mention.about, mention.option]);
  if (mention.about in by.twins) told.push([by.twins[mention.about], null]);
  if (mention.status === "present") for (const name of by.as_findings[mention.about] ?? []) told.push([name, null]);
  return told;
}

function heading(found, hits, start, end, section) {
  const words = found.words;
  let first = start;
  while (first < end && (isGap(words[first]) || "*#-_[(".includes(words[first]) || (/^[0-9]/.test(words[first]) && first + 1 < end && ").".includes(words[first + 1])))) first++;
  if (first > start && first < end && ").".includes(words[first])) {
    first++;
    while (first < end && isGap(words[first])) first++;
  }
  for (const hit of hits)
    if (hit.layer === SECTION && hit.first === first) {
      let at = hit.last;
      while (at < end && isGap(words[at])) at++;
      if (at < end && (words[at] === ":" || (words[at] === "-" && found.text.slice(found.end(at), found.end(at) + 1) === " "))) return [hit.meanings[0], at + 1];
      if (at === end || (at === end - 1 && ".:".includes(words[at]))) return [hit.meanings[0], end];
    }
  return [section, start];
}

class Text {
  constructor(by, points, now) {
    this.by = by;
    this.points = points;
    this.now = now;
    this.found = tokens(points, by.fold);
    this.words = this.found.words;
    this.keys = this.words.map((w) => by.words.keyOf(w));
    this.carried = [];
  }

  mentions() {
    const { by, found, words, keys } = this;
    let section = "now";
    let clinical = false;
    const drafts = [];
    const who = by.subjects.begin(words);
    for (const [start, end] of sentences(found, by.abbreviations, by.heads)) {
      const hits = by.words.hits(found, keys, start, end, this.points);
      if (!hits.length) continue;
      const [told, body] = heading(found, hits, start, end, section);
      clinical = clinical || body > start;
      section = told;
      if (section !== "ignored" && body < end) {
        const [those, cues] = this.sentence(hits.filter((h) => h.first >= body), body, end, section);
        who.attribute(those, cues, body, end);
        drafts.push(...those);
      }
    }
    const patient = who.patient(drafts, clinical);
    return this.finish(drafts, patient, clinical || who.clinical, who.kin !== null);
  }

  sentence(hits, start, end, section) {
    const { by, words } = this;
    const said = this.said(hits);
    const cues = [...cuesOf(hits, words, end, by.grammar.joins), ...signs(words, this.found, start, end)];
    const asked = this.asked(start, end);
    const inner = said.filter((h) => h.last - h.first > 1 && PHRASES.has(h.layer));
    let kept = cues.filter((c) => c.kind === "other" || !inner.some((h) => h.first <= c.first && c.last <= h.last));
    if (asked !== null) kept = kept.filter((c) => words[c.first] !== "?");
    const scopes = new Scopes(by.grammar, words, start, end, kept);
    const medical = hits.filter((h) => h.layer === MEDICAL);
    const placed = said.filter((h) => h.layer === FINDING && h.meanings.some((m) => m !== null && by.of_a_place.has(m[0])));
    const drafts = [];
    const near = hits.filter((h) => h.layer === TIMED).flatMap((h) => h.meanings.map((m) => ({ about: m, first: h.first, last: h.last, present: true })));
    for (const hit of said) {
      if (hit.meanings.length === 1 && hit.meanings[0] === null) continue;
      let way = scopes.turned(hit.first, hit.last);
      if (hit.layer === DENIED) way = { ...way, negated: { kind: "deny", first: hit.first, last: hit.last }, possible: null };
      if (words[hit.first] === "on") way = { ...way, historical: null };
      if (NAMES.has(hit.layer)) {
        if (way.had && !way.historical) way = { ...way, historical: way.had };
        if (hit.last - hit.first > 1) way = withOwn(way, cues, hit);
      }
      if (asked === "no") way = { ...way, negated: { kind: "deny_after", first: end - 1, last: end } };
      const shot = medical.some((m) => hit.first - NEAR <= m.last && m.first <= hit.last + NEAR);
      for (const meaning of hit.meanings) {
        if (meaning === null) continue;
        const [about, option] = Array.isArray(meaning) ? meaning : [meaning, null];
        if (shot && (by.injecting.has(about) || by.places.has(about))) continue;
        if (by.apart.has(about) && this.dosed(hit.last, end)) continue;
        if (by.places.has(about) && placed.some((h) => h.first < hit.last && hit.first < h.last)) continue;
        if (hit.layer === INNER && statusOf(way, section)[0] !== "present") continue;
        drafts.push(draft(about, option, hit.first, hit.last, way, section));
        near.push({ about, first: hit.first, last: hit.last, present: statusOf({ ...way, family: null }, section)[0] === "present" });
      }
    }
    for (const measure of by.measures.of(this.found, start, end, hits, near.length ? near : this.carried, this.now)) {
      const way = scopes.turned(measure.first, measure.last);
      const turned = { ...way, negated: null, possible: null, unlikely: null, historical: measure.isTime ? null : way.historical };
      drafts.push(draft(measure.finding, null, measure.first, measure.last, turned, section, measure));
      if (measure.finding === by.measures.age && measure.value < by.under) drafts.push(draft(by.child, null, measure.first, measure.last, turned, section));
    }
    if (near.length) this.carried = near.map((n) => ({ ...n, first: n.first - (end - start), last: n.last - (end - start) }));
    return [drafts, cues.filter((c) => c.kind === "other" || c.kind === "other_after")];
  }

  said(hits) {
    const said = [];
    let outer = null;
    for (const hit of hits) {
      if (hit.layer === FINDING) outer = hit;
      if (SAID.has(hit.layer)) said.push(hit);
      else if (hit.layer === INNER && outer) {
        const implied = new Set(outer.meanings.flatMap((m) => (m === null ? [] : (this.by.implies.get(m[0]) ?? []))));
        const kept = hit.meanings.filter((m) => m !== null && implied.has(m[0]));
        if (kept.length) said.push({ layer: INNER, first: hit.first, last: hit.last, meanings: kept });
      }
    }
    return said;
  }

  dosed(n, end) {
    return n + 1 < end && isNumber(this.words[n]) && this.by.doses.has(this.words[n + 1]);
  }

  asked(start, end) {
    const { words, by } = this;
    if (words[end - 1] !== "?" || end - start > ASKED || end >= words.length) return null;
    const after = isGap(words[end]) && end + 1 < words.length ? end + 1 : end;
    return by.yes.has(words[after]) ? "yes" : by.no.has(words[after]) ? "no" : null;
  }

  finish(drafts, patient, clinical, named) {
    const { by } = this;
    const found = new Map();
    const sorted = drafts.map((d, n) => [d, n]).sort(([a, n], [b, m]) => a.first - b.first || a.last - b.last || n - m);
    for (const [d] of sorted) {
      let way = d.way;
      if (by.subjects.of_the_subject.has(d.about) && (d.byKin || clinical || patient !== null)) {
        if (patient === null) continue;
        way = NOT_TURNED;
      } else if (by.of_the_writer.has(d.about)) way = { ...way, family: null };
      else if (d.other && patient === null && named) way = { ...way, family: way.family ?? d.other };
      else if (patient !== null) way = { ...way, family: null };
      let [status, cue] = statusOf(way, d.section);
      if (by.wanted.has(d.about) && (status === "possible" || status === "planned")) [status, cue] = ["present", null];
      if (by.stays.has(d.about) && status === "historical") [status, cue] = ["present", null];
      if (clinical && by.only_present.has(d.about) && drafts.some((o) => by.covers.has(o.about) && o.first <= d.first && d.last <= o.last)) continue;
      if (by.places.has(d.about)) {
        if (["absent", "planned", "family"].includes(status)) continue;
        [status, cue] = ["present", null];
      }
      if (status !== "present" && by.only_present.has(d.about)) continue;
      const mention = this.mention(d, status, cue);
      const name = JSON.stringify(mention);
      if (!found.has(name)) found.set(name, mention);
    }
    return [...found.values()];
  }

  mention(d, status, cue) {
    const { found, points } = this;
    const [start, end] = [found.starts[d.first], found.end(d.last - 1)];
    return {
      about: d.about,
      status,
      span: [start, end],
      text: points.slice(start, end).join(""),
      cue: cue ? points.slice(found.starts[cue.first], found.end(cue.last - 1)).join("") : null,
      rule: cue ? cue.kind : status !== "present" ? d.section : null,
      option: d.option,
      side: d.option ? this.side(d) : null,
      value: d.measure ? d.measure.value : null,
      unit: d.measure ? d.measure.unit : null,
    };
  }

  side(d) {
    for (let n = Math.max(d.first - 2, 0); n < d.last; n++) if (this.by.sides.has(this.words[n])) return this.by.sides.get(this.words[n]);
    return null;
  }
}

/** "+warmth -crepitus": where some findings are marked with a plus, a minus before a word denies it. */
function signs(words, found, start, end) {
  const marks = [];
  for (let n = start; n < end - 1; n++) if ((words[n] === "+" || words[n] === "-") && isWord(words[n + 1]) && found.starts[n + 1] === found.starts[n] + 1 && (n === 0 || found.end(n - 1) < found.starts[n])) marks.push(n);
  const cues = marks.some((n) => words[n] === "+") ? marks.filter((n) => words[n] === "-").map((n) => ({ kind: "sign", first: n, last: n + 1 })) : [];
  for (let n = start + 1; n < end; n++) if (words[n] === "-" && found.end(n - 1) === found.starts[n] && (n + 1 === end || found.starts[n + 1] > found.starts[n] + 1 || PART_ENDS.includes(words[n + 1]))) cues.push({ kind: "minus_after", first: n, last: n + 1 });
  return cues;
}

function withOwn(way, cues, hit) {
  for (const cue of cues)
    if (cue.first === hit.first && cue.last < hit.last) {
      if (cue.kind === "deny") return { ...way, negated: cue };
      if (cue.kind === "past") return { ...way, historical: cue };
      if (cue.kind === "on") return { ...way, current: cue };
    }
  return way;
}

function statusOf(way, section) {
  if (way.family) return ["family", way.family];
  if (way.planned && (way.planned.kind === "if" || !(way.negated || (way.possible && way.possible.first > way.planned.first)))) return ["planned", way.planned];
  if (way.negated) return ["absent", way.negated];
  if (section === "family") return ["family", null];
  if (way.historical && !way.current) return ["historical", way.historical];
  if (way.possible) return ["possible", way.possible];
  if (way.unlikely) return ["possible", way.unlikely];
  if (section === "past" && !way.current) return ["historical", null];
  if (section === "planned") return ["planned", null];
  return ["present", null];
}

function find(found, target) {
  const wanted = target.words.filter((w) => !isGap(w));
  const places = found.words.flatMap((w, n) => (isGap(w) ? [] : [n]));
  for (let n = 0; n + wanted.length <= places.length && wanted.length; n++) if (wanted.every((w, k) => found.words[places[n + k]] === w)) return [places[n], places[n + wanted.length - 1] + 1];
  return [0, found.words.length];
}
