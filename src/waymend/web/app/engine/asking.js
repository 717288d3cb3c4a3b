// The next question: danger first, then the one that settles the most urgent rule still open. The twin of assess/asking.py.

import { undecided } from './explain.js';

const SAME_DAY = 2; // ranks below this are for today or now

export class Asker {
  constructor(guide) {
    const { core, logic } = guide;
    this.guide = guide;
    this.panelOf = new Map(core.panels.flatMap((panel) => panel.findings.map((name) => [name, panel])));
    const panels = new Map(core.panels.map((panel) => [panel.id, panel.findings]));
    const listed = (entries) => [...new Set(entries.flatMap((entry) => panels.get(entry) ?? [entry]))];
    this.first = listed(core.first);
    this.last = listed(core.last);
    this.firstByWay = new Map(core.ways.map((way) => [way.id, listed([core.first[0], ...way.first, ...core.first.slice(1)])]));
    this.gates = core.gates.map((names, n) => [logic.shut[n], new Set(listed(names))]);
    this.ranks = Math.max(...core.rules.rank) + 1;
    // rule → the names of its findings, in the order of its questions' bits
    this.findingsOf = guide.asks.map((bits) => new Set(bits.map((bit) => guide.askedBy[bit])));
    this.rulesWith = new Map(Object.keys(core.findings).map((name) => [name, new Set()]));
    this.findingsOf.forEach((names, rule) => names.forEach((name) => this.rulesWith.get(name).add(rule)));
  }

  /** The finding to ask next. floor: rank of the most urgent true rule; opens, supported: Sets of rules; fits: a Set of concerns. */
  next(theCase, floor, opens, supported, fits, way) {
    if (floor === 0) return null;
    const closed = this.closed(theCase);
    const first = (way && this.firstByWay.get(way)) || this.first;
    const open = [...opens].filter((rule) => supported.has(rule));
    return (
      this.listed(first, closed, opens) ??
      this.settling(0, SAME_DAY, theCase, closed, floor, open, fits) ??
      this.listed(this.last, closed, opens) ??
      this.settling(SAME_DAY, this.ranks, theCase, closed, floor, open, fits)
    );
  }

  /** Whether an answer could still make it a matter for today. */
  needed(name, floor, opens, supported) {
    if (this.first.includes(name)) return true;
    const rank = this.guide.core.rules.rank;
    return floor > 0 && [...this.rulesWith.get(name)].some((rule) => opens.has(rule) && supported.has(rule) && rank[rule] < SAME_DAY);
  }

  listed(names, closed, opens) {
    const asks = (name) => [...this.rulesWith.get(name)].some((rule) => opens.has(rule));
    return names.find((name) => !closed.has(name) && asks(name)) ?? null;
  }

  settling(from, to, theCase, closed, floor, open, fits) {
    const { rank: ranks, concern } = this.guide.core.rules;
    const left = (rule) => [...this.findingsOf[rule]].filter((name) => !closed.has(name)).length;
    for (let rank = from; rank < to && rank <= floor; rank++) {
      const same = open.filter((rule) => ranks[rule] === rank);
      const rules = same.filter((rule) => left(rule) && (rank < floor || !fits.has(concern[rule])));
      rules.sort((a, b) => left(a) - left(b));
      for (const rule of rules) {
        const names = this.openNames(rule, theCase, closed);
        if (!names.length) continue;
        const count = (name) => same.filter((other) => this.rulesWith.get(name).has(other)).length;
        return names.reduce((best, name) => (count(name) > count(best) ? name : best));
      }
    }
    return null;
  }

  /** Findings not to ask: answered, implied, or behind a gate that is known to be shut. */
  closed(theCase) {
    const closed = new Set(theCase.asked);
    for (const [shut, names] of this.gates) if (theCase.state[shut] > 0) names.forEach((name) => closed.add(name));
    return closed;
  }

  openNames(rule, theCase, closed) {
    const { logic, slotNames } = this.guide;
    const names = undecided(logic, logic.rules[rule], theCase.state).map((leaf) => slotNames[leaf.slot][0]);
    return [...new Set(names)].filter((name) => !closed.has(name));
  }

  question(name, theCase, needed) {
    const { core, text } = this.guide;
    const finding = core.findings[name];
    const said = text.findings[name];
    const panel = this.panelOf.get(name);
    const closed = this.closed(theCase);
    const together = panel ? panel.findings.filter((other) => !closed.has(other)) : [];
    return {
      finding: name,
      question: said.question,
      why: said.why,
      options: finding.kind === 'yes_no' ? ['yes', 'no', 'unsure'] : [...(finding.options ?? []), 'unsure'],
      kind: finding.kind,
      unit: finding.unit ?? null,
      help: text.help?.[name] ?? null,
      needed,
      panel: together.length > 1 ? { id: panel.id, ...text.panels[panel.id], findings: together } : null,
    };
  }
}
