// A questionnaire: answers in, total, band and its meaning out. The twin of assess/screen.py.

import { load, settle } from './walk.js';

export class ScreenError extends Error {}

/** A questionnaire as web/bundle.py writes it, ready: {screen, score(answers), asked(item, answers)}. */
export function openScreen(screen) {
  const logic = load(screen.table);
  const slots = new Map(screen.slots.map(([name, option], n) => [option === null ? name : `${name}.${option}`, n]));
  const holds = (text, values) => settle(logic, values)[logic.steps[screen.conditions[text]]] > 0;

  /** What a condition sees of the answers so far. Optional items that are left out count as no. */
  function put(item, answer, values) {
    if (item.kind === 'number' || item.kind === 'yes_no') values[slots.get(item.id)] = answer;
    else for (const [label, id] of item.options) values[slots.get(`${item.id}.${id}`)] = label === answer;
  }

  function points(item, answer, values) {
    let found = 0;
    if (item.kind === 'yes_no') found = answer ? (typeof item.points === 'number' ? item.points : 0) : (item.points_no ?? 0);
    else if (item.kind !== 'number') found = item.options.find(([label]) => label === answer)[2];
    if (Array.isArray(item.points)) found = item.points.find((p) => holds(p.when, values))?.points ?? 0;
    return found;
  }

  function walk(answers, visit) {
    const values = new Array(screen.slots.length).fill(null);
    const parts = new Set(screen.items.filter((item) => item.id in answers).map((item) => item.part));
    for (const item of screen.items) {
      if (item.part !== undefined && !parts.has(item.part)) continue;
      if (item.asked_if !== undefined && !holds(item.asked_if, values)) continue;
      const answer = answers[item.id];
      if (answer === undefined || answer === null) {
        if (item.optional) {
          if (item.kind === 'yes_no') put(item, false, values);
          visit(item, undefined, values);
          continue;
        }
        if (visit(item, null, values) === false) return values;
        continue;
      }
      check(screen, item, answer);
      put(item, answer, values);
      visit(item, answer, values);
    }
    return values;
  }

  function score(answers) {
    const totals = new Map();
    const values = walk(answers, (item, answer, now) => {
      if (answer === undefined) return;
      if (answer === null) throw new ScreenError(`'${item.id}' of ${screen.id} is not answered; every item that applies is needed.`);
      totals.set(item.part, (totals.get(item.part) ?? 0) + points(item, answer, now));
    });
    let total = totals.size ? Math.max(...totals.values()) : 0; // parts, one substance each, are never added together
    if (screen.total?.length) total = screen.total.find((p) => holds(p.when, values))?.points ?? 0;
    values[slots.get('total')] = total;
    const band = screen.bands.find((b) => holds(b.when, values));
    if (!band) throw new ScreenError(`no band of ${screen.id} covers these answers.`);
    const alerts = (screen.alerts ?? []).filter((a) => holds(a.when, values)).map((a) => a.meaning);
    return { id: screen.id, name: screen.name, total, band: band.id, meaning: band.meaning, alerts, sources: screen.sources, citation: screen.citation, for: screen.for };
  }

  /** Whether an item applies, given the answers before it. */
  function asked(name, answers) {
    const values = new Array(screen.slots.length).fill(null);
    for (const item of screen.items) {
      if (item.id === name) return item.asked_if === undefined || holds(item.asked_if, values);
      if (item.id in answers) put(item, answers[item.id], values);
    }
    return true;
  }

  return { screen, score, asked };
}

function check(screen, item, answer) {
  if (item.kind === 'yes_no' && typeof answer !== 'boolean') throw new ScreenError(`'${item.id}' of ${screen.id} takes yes or no.`);
  if (item.kind === 'number' && !(typeof answer === 'number' && item.range[0] <= answer && answer <= item.range[1]))
    throw new ScreenError(`'${item.id}' of ${screen.id} takes a number from ${item.range[0]} to ${item.range[1]} ${item.unit ?? ''}`.trimEnd() + '.');
  if (item.options.length && !item.options.some(([label]) => label === answer)) throw new ScreenError(`'${item.id}' of ${screen.id} takes one of: ${item.options.map(([label]) => label).join('; ')}.`);
}
