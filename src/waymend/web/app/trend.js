// Journal entries in, a case out: the guide's journal.yaml says how. What the case means is for the engine to say.

const DAY = 86400000;

/**
 * entries: of one place, oldest first: {date: 'YYYY-MM-DD', measures: {id: number}, answers: {finding: true|false}}.
 * rules: journal.yaml. Returns findings as an assessment takes them.
 */
export function caseOf(entries, rules) {
  const last = entries.at(-1);
  if (!last) return {};
  const findings = { ...last.answers };
  for (const { id, finding, grows, by } of rules.measures) {
    const now = last.measures[id];
    if (finding && now !== undefined) findings[finding] = now;
    const before = entries.slice(0, -1).map((entry) => entry.measures[id]).filter((value) => value !== undefined).at(-1);
    if (grows && now !== undefined && before !== undefined) findings[grows] = now - before > (by ?? 0) + 1e-9;
  }
  const days = Math.round((Date.parse(last.date) - Date.parse(entries[0].date)) / DAY);
  findings[rules.days] = days;
  for (const [measure, finding] of Object.entries(rules.weeks ?? {})) if (last.measures[measure] > 0) findings[finding] = Math.floor(days / 7);
  return findings;
}
