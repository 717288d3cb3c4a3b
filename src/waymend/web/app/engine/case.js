// Answers in, a case out: checked, closed under what answers imply, laid out for the conditions. The twin of assess/case.py.

import { holds, settle } from './walk.js';

export class CaseError extends Error {}

/** Lay answers out: {values by slot, state of every condition, asked}. Throws CaseError with the id named. */
export function makeCase(guide, answers) {
  const { core, slotNames, slots, logic } = guide;
  const values = new Array(slotNames.length).fill(null);
  const known = [...guide.notSo];
  const asked = new Set(known.map((slot) => slotNames[slot][0]));
  for (const slot of known) values[slot] = false;
  for (const [name, answer] of Object.entries(answers)) {
    const finding = core.findings[name];
    if (!finding) throw new CaseError(`'${name}' is not a finding of this guide.`);
    asked.add(name);
    known.push(...place(finding, name, answer, values, slots));
  }
  // Every implied yes first; an implied no then fills only what is still unknown, so the order of the answers does not matter.
  for (const yes of [true, false]) {
    for (const slot of known) {
      // grows while it runs
      for (const { when, slot: then, value } of guide.impliedBy.get(slot) ?? []) {
        const now = values[then];
        if (value === yes && holds(when, values) > 0 && (now === null || (value && now === false))) {
          values[then] = value;
          known.push(then);
          const [of, option] = slotNames[then];
          if (option === null) asked.add(of);
        }
      }
    }
  }
  return { values, state: settle(logic, values), asked };
}

function place(finding, name, answer, values, slots) {
  if (answer === null || answer === undefined || answer === 'unknown') return [];
  const put = (option, value) => {
    const slot = slots.get(option === null ? name : `${name}.${option}`);
    values[slot] = value;
    return slot;
  };
  if (finding.kind === 'yes_no') {
    if (typeof answer !== 'boolean') throw new CaseError(`'${name}' takes true, false or "unknown".`);
    return [put(null, answer)];
  }
  if (finding.kind === 'number') {
    const [low, high] = finding.range;
    if (typeof answer !== 'number') throw new CaseError(`'${name}' takes a number in ${finding.unit}.`);
    if (!(low <= answer && answer <= high)) throw new CaseError(`'${name}' must lie between ${low} and ${high} ${finding.unit}; check the unit.`);
    return [put(null, answer)];
  }
  if (finding.kind === 'choice') {
    const chosen = Array.isArray(answer) && answer.length === 1 ? answer[0] : answer;
    if (!finding.options.includes(chosen)) throw new CaseError(`'${name}' takes one of: ${finding.options.join(', ')}.`);
    return finding.options.map((option) => put(option, option === chosen));
  }
  const given = Array.isArray(answer) ? Object.fromEntries(answer.map((option) => [option, true])) : answer;
  if (typeof given !== 'object') throw new CaseError(`'${name}' takes a list of options, or an object of options with true or false.`);
  const found = [];
  for (const [option, value] of Object.entries(given)) {
    if (!finding.options.includes(option)) throw new CaseError(`'${name}' has no option '${option}'.`);
    if (value === null || value === 'unknown') continue;
    if (typeof value !== 'boolean') throw new CaseError(`'${name}.${option}' takes true, false or "unknown".`);
    found.push(put(option, value));
  }
  return found;
}
