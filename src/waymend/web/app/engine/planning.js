// What to do: the steps, tests, services, helplines and times that go with the concerns found. The twin of assess/planning.py.

const LISTS = { do: 'do', avoid: 'avoid', watch: 'watch', test: 'tests', vaccine: 'tests', treatment: 'treatment' };

/** A text of the guide with the country's emergency number in it. */
export const say = (text, country) => text.replaceAll('{emergency}', country.emergency);

export class Planner {
  constructor(guide) {
    this.guide = guide;
    this.stepsFor = new Map();
    guide.core.steps.forEach((step, n) => step.for.forEach((concern) => this.stepsFor.set(concern, [...(this.stepsFor.get(concern) ?? []), n])));
    this.opposed = new Map();
    for (const [one, other] of guide.core.contradictions) {
      this.opposed.set(one, [...(this.opposed.get(one) ?? []), other]);
      this.opposed.set(other, [...(this.opposed.get(other) ?? []), one]);
    }
  }

  plan(theCase, level, fits, possible, country) {
    const given = { do: [], avoid: [], watch: [], tests: [], treatment: [] };
    for (const n of this.steps(theCase, level, fits, possible)) given[LISTS[this.guide.core.steps[n].kind]].push(this.said(n, country));
    const services = this.services(fits.length ? fits : possible);
    const wanted = new Set([...fits, ...possible, ...services.map((service) => service.need), 'any']);
    return { ...given, services, helplines: this.helplines(country, wanted), timeline: this.timeline(fits) };
  }

  said(n, country) {
    const { core, text } = this.guide;
    const [id, evidence, sources] = this.guide.cited('steps', n);
    const told = (words) => (words === undefined ? null : say(words, country));
    if (text.steps[n] === undefined) this.guide.missing.add(core.steps[n].for[0]);
    return { id, text: told(text.steps[n]), because: told(text.because?.[n]), sources, evidence, kind: core.steps[n].kind };
  }

  steps(theCase, level, fits, possible) {
    const { steps } = this.guide.core;
    const numbers = new Set(fits.flatMap((concern) => this.stepsFor.get(concern) ?? []));
    for (const concern of possible) for (const n of this.stepsFor.get(concern) ?? []) if (steps[n].kind === 'watch' && steps[n].if_possible) numbers.add(n);
    for (const n of this.stepsFor.get('any') ?? []) numbers.add(n);
    return this.agreed([...numbers].filter((n) => this.holds(n, theCase, level)));
  }

  holds(n, theCase, level) {
    const { urgency } = this.guide.core.steps[n];
    if (urgency && !urgency.includes(level)) return false;
    const node = this.guide.logic.steps[n];
    return node < 0 || theCase.state[node] > 0;
  }

  /** Each action once, and without contradictions. */
  agreed(numbers) {
    const { steps } = this.guide.core;
    const avoided = new Set(numbers.filter((n) => steps[n].kind === 'avoid' && steps[n].action).map((n) => steps[n].action));
    const said = new Set();
    return numbers.filter((n) => {
      const { kind, action } = steps[n];
      if (!action) return true;
      const against = (this.opposed.get(action) ?? []).some((other) => said.has(`do ${other}`));
      if (said.has(`${kind} ${action}`) || (kind === 'do' && (avoided.has(action) || against))) return false;
      said.add(`${kind} ${action}`);
      return true;
    });
  }

  services(concerns) {
    const needs = new Map();
    for (const concern of concerns) {
      const whys = this.guide.text.concerns[concern].needs;
      this.guide.core.concerns[concern].needs.forEach((need, n) => needs.has(need) || needs.set(need, whys?.[n] ?? null));
    }
    return [...needs].map(([need, why]) => ({ need, why }));
  }

  helplines(country, wanted) {
    return country.lines
      .filter((line) => line.for.some((name) => wanted.has(name)))
      .map((line) => ({ name: line.name, number: line.number ?? null, text: line.text ?? null, hours: line.hours, country: country.country, chat: line.chat ?? null, what: line.what }));
  }

  timeline(fits) {
    for (const concern of fits) {
      const { spans } = this.guide.core.concerns[concern];
      const said = this.guide.text.concerns[concern].timeline;
      if (spans.length) return spans.map(([from_days, to_days], n) => ({ from_days, to_days, expect: said?.[n] ?? null, concern }));
    }
    return [];
  }
}
