// The guide's words as two trees over tokens; the twin of waymend/read/lexicon.py and patterns.py.
import { isGap, isWord, tokens } from "./fold.js";

export const FINDING = "f";
export const NAMED = "n";
export const OPTION = "o";
export const CUE = "c";
export const AFTER = "a";
export const SECTION = "s";
export const VITAL = "v";
export const SIZE = "z";
export const UNIT = "u";
export const WHEN = "t";
export const MEDICAL = "m";
export const TIMED = "q";
export const STANDING = "k";
export const CONCERN = "y";
export const APART = "d";
export const DENIED = "x";
export const INNER = "i";
export const AT_END = " $";
const WITH_FILLERS = new Set([FINDING, NAMED, OPTION, MEDICAL, TIMED, CONCERN, APART]);
const MOST_FILLERS = 3;
const NONE = new Set();
const END = Symbol("end");
const ENDINGS = [["ings", 4], ["ing", 4], ["ied", 3], ["ies", 3], ["in", 4], ["ed", 4], ["es", 4], ["s", 3]];

export class Lexicon {
  constructor(compiled, signs) {
    this.signs = signs;
    this.exact = new Set(compiled.exact);
    this.same = new Map();
    for (const [word, others] of Object.entries(compiled.same)) for (const other of others) this.same.set(other, word);
    const known = new Set();
    for (const [, , ...patterns] of compiled.phrases) for (const pattern of patterns) for (const word of pattern.split(/\s+/)) known.add(word);
    const not = new Set(compiled.not_misspelled);
    for (const word of compiled.misspelled) for (const other of misspellings(word)) if (!known.has(other) && !not.has(other) && !this.same.has(other)) this.same.set(other, word);
    this.said = new Map();
    this.plain = new Map();
    this.kept = new Map();
    this.known = null;
    this.fillers = new Set(compiled.fillers.map((w) => this.key(w)));
    this.skipped = new Set([...this.fillers, ...compiled.skipped.map((w) => this.key(w))]);
    this.teachAll(compiled);
    this.kept.clear();
    this.known = new Set(this.skipped);
    for (const root of [this.said, this.plain]) collect(root, this.known);
  }

  teachAll(compiled) {
    const groups = new Map(Object.entries(compiled.groups));
    const told = new Map();
    const keysOf = (phrase) => {
      let keys = told.get(phrase);
      if (keys === undefined) told.set(phrase, (keys = tokens(Array.from(phrase), this.signs).words.filter((w) => !isGap(w)).map((w) => this.keyOf(w))));
      return keys;
    };
    for (const [layer, meaning, ...patterns] of compiled.phrases) {
      const filled = WITH_FILLERS.has(layer) && meaning !== null;
      for (const pattern of patterns) {
        const capitals = pattern.split(/\s+/).some((w) => w.length > 1 && w === w.toUpperCase() && w !== w.toLowerCase());
        const ends = pattern.endsWith(AT_END);
        const meant = ends ? meaning + AT_END : meaning;
        for (const keys of expand(ends ? pattern.slice(0, -AT_END.length) : pattern, groups, keysOf, filled ? this.fillers : NONE)) this.teach(keys, layer, meant, filled, capitals);
      }
    }
  }

  teach(keys, layer, meaning, filled, capitals) {
    if (!keys.length) return;
    let node = filled ? this.said : this.plain;
    for (const key of keys) {
      let after = node.get(key);
      if (!after) node.set(key, (after = new Map()));
      node = after;
    }
    let ends = node.get(END);
    if (!ends) node.set(END, (ends = new Map()));
    let meanings = ends.get(layer);
    if (!meanings) ends.set(layer, (meanings = []));
    if (!meanings.some(([m, c]) => c === capitals && alike(m, meaning))) meanings.push([meaning, capitals]);
  }

  /** What a word of a text or of a phrase is known by. */
  key(word) {
    let plain = word.endsWith("'s") ? word.slice(0, -2) : word.replaceAll("'", "");
    plain = this.same.get(plain) ?? plain;
    return this.exact.has(plain) ? plain : stem(plain);
  }

  /** The same, worked out once a word; "" for a word that no phrase holds. */
  keyOf(word) {
    let key = this.kept.get(word);
    if (key === undefined) {
      key = this.key(word);
      if (this.known && !this.known.has(key)) key = "";
      this.kept.set(word, key);
    }
    return key;
  }

  /** All phrases of a span of tokens. points: the text as given. */
  hits(found, keys, start, end, points, cuesOnly = false) {
    const hits = [];
    const reach = new Map();
    for (let first = start; first < end; first++) {
      const key = keys[first];
      const plain = this.plain.get(key);
      const said = cuesOnly ? undefined : this.said.get(key);
      if (!plain && !said) continue;
      const best = new Map();
      if (plain) longest(found, keys, plain, first + 1, end, best);
      if (said) this.longestWithFillers(found, keys, said, first + 1, end, best);
      for (const [layer, [last, meanings]] of best) {
        if (last <= (reach.get(layer) ?? 0)) {
          if (layer === FINDING) hits.push({ layer: INNER, first, last, meanings: meanings.filter(([, c]) => !c).map(([m]) => m) });
          continue;
        }
        const given = points.slice(found.starts[first], found.end(last - 1)).join("");
        const kept = meanings.filter(([, capitals]) => !capitals || given === given.toUpperCase()).map(([m]) => m);
        if (kept.length) {
          reach.set(layer, last);
          hits.push({ layer, first, last, meanings: kept });
        }
      }
    }
    return hits;
  }

  longestWithFillers(found, keys, begun, from, end, best) {
    const waiting = [[begun, from, 0, false]];
    while (waiting.length) {
      let [node, at, skipped, before] = waiting.pop();
      const told = node.get(END);
      if (told && !skipped) for (const [layer, meanings] of told) if (!best.has(layer) || best.get(layer)[0] < at || (best.get(layer)[0] === at && !before)) best.set(layer, [at, meanings]);
      while (at < end && isGap(found.words[at])) at++;
      if (at >= end) continue;
      const key = keys[at];
      if (skipped < MOST_FILLERS && this.skipped.has(key) && node.size > (told ? 1 : 0)) waiting.push([node, at + 1, skipped + 1, true]);
      const after = node.get(key);
      if (after) waiting.push([after, at + 1, 0, before]);
    }
  }
}

const alike = (a, b) => a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, n) => x === b[n]));

function longest(found, keys, node, at, end, best) {
  for (;;) {
    const told = node.get(END);
    if (told) for (const [layer, meanings] of told) best.set(layer, [at, meanings]);
    while (at < end && isGap(found.words[at])) at++;
    if (at >= end) return;
    node = node.get(keys[at]);
    if (!node) return;
    at++;
  }
}

function collect(node, into) {
  for (const [key, after] of node)
    if (key !== END) {
      into.add(key);
      collect(after, into);
    }
}

/** A word without its ending. */
export function stem(word) {
  if (word.length < 4 || !isWord(word)) return word;
  for (const [ending, least] of ENDINGS) {
    if (!word.endsWith(ending) || word.length - ending.length < least) continue;
    if ((ending === "s" && "sui".includes(word.at(-2))) || (ending === "in" && !"kltzgnpdr".includes(word.at(-3)))) continue;
    word = word.slice(0, -ending.length);
    if (ending === "ied" || ending === "ies") return word + "i";
    if (["ings", "ing", "ed", "in"].includes(ending) && word.at(-1) === word.at(-2) && "bdgmnprt".includes(word.at(-1))) word = word.slice(0, -1);
    break;
  }
  if (word.length > 4 && word.endsWith("e")) return word.slice(0, -1);
  return word.length > 4 && word.endsWith("y") ? word.slice(0, -1) + "i" : word;
}

function misspellings(word) {
  const found = [];
  for (let n = 1; n < word.length; n++) {
    found.push(word.slice(0, n) + word.slice(n + 1));
    found.push(word.slice(0, n) + word[n] + word.slice(n));
    if (n + 1 < word.length && word[n] !== word[n + 1]) found.push(word.slice(0, n) + word[n + 1] + word[n] + word.slice(n + 2));
  }
  return found;
}

/** All phrases that a pattern stands for, each as the keys of its words. */
function expand(pattern, groups, keysOf, dropped) {
  const sides = pattern.split(" ~ ");
  if (sides.length === 2) return [...expand(`${sides[0]} ${sides[1]}`, groups, keysOf, dropped), ...expand(`${sides[1]} ${sides[0]}`, groups, keysOf, dropped)];
  const parts = /[(<]/.test(pattern) ? partsOf(pattern) : [pattern];
  const told = parts.map((part) => choices(part, groups).map(keysOf));
  const needed = told.flatMap((options, n) => (options.every((keys) => keys.length) ? [n] : []));
  let phrases = [[]];
  told.forEach((options, n) => {
    const inside = needed.length > 0 && needed[0] < n && n < needed.at(-1);
    const kept = unique(options.map((keys) => (inside ? keys.filter((k) => !dropped.has(k)) : keys)));
    phrases = phrases.flatMap((before) => kept.map((choice) => [...before, ...choice]));
  });
  return unique(dropped.size ? phrases.map((p) => p.filter((k, n) => n === 0 || n === p.length - 1 || !dropped.has(k))) : phrases);
}

function unique(lists) {
  if (lists.length < 2) return lists;
  const seen = new Map();
  for (const list of lists) {
    const name = list.join("\n");
    if (!seen.has(name)) seen.set(name, list);
  }
  return [...seen.values()];
}

function choices(part, groups) {
  if (part[0] === "(" && part.includes("|")) return part.slice(1, -1).split("|");
  if (part[0] === "<" && part.at(-1) === ">") return groups.get(part.slice(1, -1));
  return [part];
}

function partsOf(pattern) {
  const parts = [];
  let plain = "";
  let n = 0;
  while (n < pattern.length) {
    const sign = pattern[n];
    if (sign === "(" || sign === "<") {
      const end = pattern.indexOf(sign === "(" ? ")" : ">", n);
      if (plain) parts.push(plain);
      plain = "";
      parts.push(pattern.slice(n, end + 1));
      n = end + 1;
    } else {
      plain += sign;
      n++;
    }
  }
  if (plain) parts.push(plain);
  return parts;
}
