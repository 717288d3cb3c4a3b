// One guide, answering cases: the same assessment as waymend.assess gives, to the byte of its JSON. The twin of assess/engine.py.

import { Asker } from './asking.js';
import { makeCase } from './case.js';
import { reasons } from './explain.js';
import { Planner, say } from './planning.js';
import { load } from './walk.js';

export const URGENCIES = ['emergency', 'today', 'soon', 'routine', 'self_care'];
const NONE = URGENCIES.length; // rank of "no rule"
const PLANNED_POSSIBLE = 3;
const WOULD_TELL = 8;
const GRADES = ['strong', 'moderate', 'weak', 'contested', 'expert'];

const unique = (list) => [...new Set(list)];

export class Engine {
  /**
   * core: what has no language; text: the texts of one language, as far as they are loaded. Both as web/bundle.py writes them.
   * What is not loaded yet comes out as null, and its concern stands in `missing`.
   */
  constructor(core, text) {
    this.core = core;
    this.text = text;
    this.cite = null;
    this.missing = new Set();
    this.logic = load(core.table);
    // slot → [finding, option], as logic.compiled.slots_of lays them out
    this.slotNames = Object.entries(core.findings).flatMap(([name, { options }]) => (options ?? [null]).map((option) => [name, option]));
    this.slots = new Map(this.slotNames.map(([name, option], n) => [option === null ? name : `${name}.${option}`, n]));
    this.notSo = this.slotNames.flatMap(([name], slot) => (core.findings[name].only_told ? [slot] : [])); // where nothing told it
    this.askedBy = this.logic.questions.map((leaf) => this.slotNames[leaf.slot][0]); // bit → the finding it asks about
    const leaves = this.logic.rules.map((node) => this.leavesUnder(node));
    this.asks = leaves.map((found) => unique(found.map((leaf) => leaf.bit)).sort((a, b) => a - b));
    this.speaking = leaves.map((found) => new Set(found.filter((leaf) => leaf.speaks && leaf.wanted).map((leaf) => leaf.bit)));
    this.impliedBy = new Map();
    for (const implied of this.logic.implied) this.impliedBy.set(implied.when.slot, [...(this.impliedBy.get(implied.when.slot) ?? []), implied]);
    this.asker = new Asker(this);
    this.planner = new Planner(this);
    this.order = Object.fromEntries(Object.keys(core.concerns).map((concern, n) => [concern, n]));
  }

  leavesUnder(node) {
    const first = this.logic.leaves.length;
    return node < first ? [this.logic.leaves[node]] : this.logic.groups[node - first].parts.flatMap((part) => this.leavesUnder(part));
  }

  /** The texts of a group, or of the help, or the citations: from then on they are part of what is answered. */
  add(part) {
    if (part.sources) this.cite = part;
    for (const [name, texts] of Object.entries(part)) {
      if (name === 'concerns') for (const [id, more] of Object.entries(texts)) Object.assign((this.text.concerns[id] ??= {}), more);
      else if (!part.sources) this.text[name] = { ...this.text[name], ...texts };
    }
  }

  /** [id, grade, sources] of a rule or step. */
  cited(kind, n) {
    if (!this.cite) return [null, null, []];
    const [id, evidence, sources] = this.cite[kind][n];
    return [id, evidence, sources.map((number) => this.cite.sources[number])];
  }

  /** Assess answers. country: whose helplines and number; way: what brings the person, for the order of questions alone. */
  assess(findings, { country, way } = {}) {
    const { core, text, logic } = this;
    this.missing = new Set();
    const place = text.countries[(country ?? core.default_country).toLowerCase()];
    const theCase = makeCase(this, findings);
    const { state } = theCase;
    const ranks = core.rules.rank;
    const fires = [];
    const opens = new Set();
    logic.rules.forEach((node, rule) => {
      if (state[node] > 0) fires.push(rule);
      else if (state[node] === 0) opens.add(rule);
    });
    const floor = Math.min(NONE, ...fires.map((rule) => ranks[rule]));
    const ceiling = Math.min(NONE, ...[...opens].map((rule) => ranks[rule]));
    const known = state.subarray(0, logic.questions.length); // a question's bit is the number of its leaf
    const supported = new Set([...opens].filter((rule) => [...this.speaking[rule]].some((bit) => known[bit] > 0)));
    const fitting = new Map();
    for (const rule of fires) fitting.set(core.rules.concern[rule], [...(fitting.get(core.rules.concern[rule]) ?? []), rule]);
    const found = [...fitting].map(([concern, rules]) => this.fits(concern, rules, theCase, known));
    for (const concern of Object.keys(core.concerns)) {
      if (fitting.has(concern)) continue;
      const rules = [...supported].filter((rule) => core.rules.concern[rule] === concern).sort((a, b) => a - b);
      if (rules.length) found.push(this.possible(concern, rules, theCase, known));
    }
    const key = (c) => [c.status === 'fits' ? 0 : 1, URGENCIES.indexOf(c.urgency), this.order[c.id]];
    found.sort((a, b) => compare(key(a), key(b)));
    const level = URGENCIES[floor] ?? null;
    const fits = new Set(fitting.keys());
    const asked = this.asker.next(theCase, floor, opens, supported, fits, way);
    return {
      guide: core.guide,
      urgency: { at_least: level, at_most: URGENCIES[Math.min(floor, ceiling)] ?? null, settled: Math.min(floor, ceiling) === floor },
      concerns: found,
      danger_now: floor === 0 ? say(text.concerns[found[0].id].danger_now ?? text.about.danger_now, place) : null,
      next_question: asked ? this.asker.question(asked, theCase, this.asker.needed(asked, floor, opens, supported)) : null,
      plan: this.plan(theCase, level, found, place),
      read: [],
      not_a_diagnosis: text.about.not_a_diagnosis,
      nothing_fits: fitting.size ? null : say(text.about.nothing_fits, place),
    };
  }

  fits(concern, rules, theCase, known) {
    const { logic } = this;
    const names = rules.flatMap((rule) => reasons(logic, logic.rules[rule], theCase.state).filter((leaf) => leaf.wanted || leaf.op)).map((leaf) => this.slotNames[leaf.slot][0]);
    return this.found(concern, 'fits', this.say(rules), theCase, known, unique(names), []);
  }

  /** Told by its most urgent open rules: what speaks for them, and what is not known yet. */
  possible(concern, rules, theCase, known) {
    const most = Math.min(...rules.map((rule) => this.core.rules.rank[rule]));
    const said = this.say(rules.filter((rule) => this.core.rules.rank[rule] === most));
    const speaking = this.names(said.speaking.filter((bit) => known[bit] > 0));
    const missing = this.names(said.first.filter((bit) => known[bit] === 0));
    return this.found(concern, 'possible', said, theCase, known, speaking, missing.slice(0, WOULD_TELL));
  }

  names(bits) {
    return unique(bits.map((bit) => this.askedBy[bit]));
  }

  found(concern, status, said, theCase, known, findings, missing) {
    const about = this.core.concerns[concern];
    const text = this.text.concerns[concern];
    if (!text.tell && status === 'fits') this.missing.add(concern);
    const [against, againstBecause] = this.against(concern, said, theCase, known);
    const apart = about.tells_apart.filter((name) => !theCase.asked.has(name));
    return {
      id: concern,
      name: text.name,
      status,
      urgency: said.urgency,
      because: said.because,
      findings,
      against,
      rules: said.rules,
      sources: said.sources,
      evidence: said.evidence,
      plain: text.plain,
      against_because: againstBecause,
      would_tell: unique([...apart, ...missing]),
      else: about.else.map((other, n) => ({ concern: other, tell: text.tell?.[n] ?? null })),
    };
  }

  /** What a set of rules of one concern says together, the most urgent first. */
  say(numbers) {
    const { rules } = this.core;
    const sorted = [...numbers].sort((a, b) => rules.rank[a] - rules.rank[b]);
    const top = rules.rank[sorted[0]];
    const cited = sorted.map((n) => this.cited('rules', n));
    const grades = cited.filter((_, at) => rules.rank[sorted[at]] === top).map(([, grade]) => GRADES.indexOf(grade));
    const bits = (sets) => unique(sets.flatMap((set) => [...set])).sort((a, b) => a - b);
    return {
      urgency: URGENCIES[top],
      because: unique(sorted.map((n) => this.text.rules?.[n] ?? null)),
      rules: cited.map(([id]) => id),
      sources: unique(cited.flatMap(([, , sources]) => sources)),
      evidence: GRADES[Math.min(...grades)] ?? null,
      speaking: bits(numbers.map((n) => this.speaking[n])),
      first: bits([this.speaking[numbers[0]]]),
    };
  }

  /** Findings that speak against: those known absent that its rules look for, and what the guide names. */
  against(concern, said, theCase, known) {
    const { logic, core } = this;
    const absent = this.names(said.speaking.filter((bit) => known[bit] < 0 && logic.questions[bit].op === ''));
    const at = core.against.indexOf(concern);
    const nodes = at < 0 ? [] : logic.against[at];
    const held = nodes.map((node, n) => [node, n]).filter(([node]) => theCase.state[node] > 0);
    const names = held.flatMap(([node]) => reasons(logic, node, theCase.state).map((leaf) => this.slotNames[leaf.slot][0]));
    return [unique([...absent, ...names]), held.map(([, n]) => this.text.concerns[concern].against?.[n] ?? null)];
  }

  plan(theCase, level, found, place) {
    let fits = found.filter((c) => c.status === 'fits');
    if (level === 'emergency') fits = fits.filter((c) => c.urgency === 'emergency');
    const open = level === 'emergency' ? [] : found.filter((c) => c.status === 'possible');
    const likeliest = [...open].sort((a, b) => b.findings.length - a.findings.length).slice(0, PLANNED_POSSIBLE);
    return this.planner.plan(theCase, level ?? 'unknown', fits.map((c) => c.id), likeliest.map((c) => c.id), place);
  }
}

function compare(one, other) {
  for (let n = 0; n < one.length; n++) if (one[n] !== other[n]) return one[n] - other[n];
  return 0;
}
