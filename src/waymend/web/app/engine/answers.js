// A question in people's own words in, the guide's answers to it out. The twin of waymend/answers.py, which says how terms count.

import { stem } from './stem.js';

const [STRONG, WEAK, WHOLE, MIXED] = [1.0, 0.9, 1.5, 0.9];
const [ALIKE, LONG_ENOUGH, SHORTEST] = [0.5, 5, 4];
const [ENOUGH, NEAR] = [0.45, 0.55];
const LIMIT = 5;

/** The index as web/bundle.py writes it → a search. */
export function openAnswers(index) {
  const stop = new Set(index.stop.split(' '));
  const wordings = index.answers.map((answer) => [answer.title, ...answer.asked_as].map((text) => new Set(terms(text))));
  const weights = index.answers.map((answer, n) => {
    const found = new Map(terms(answer.text).map((term) => [term, WEAK]));
    for (const term of [...wordings[n].flatMap((wording) => [...wording]), ...answer.see]) found.set(term, STRONG);
    return found;
  });
  const holding = new Map();
  weights.forEach((terms, n) => terms.forEach((_, term) => holding.set(term, [...(holding.get(term) ?? []), n])));
  const triples = new Map();
  const mixed = new Map();
  for (const term of holding.keys()) {
    if (term[0] === '#') continue;
    const letters = mixedOf(term);
    mixed.set(letters, [...(mixed.get(letters) ?? []), term]);
    for (const triple of triplesOf(term)) triples.set(triple, (triples.get(triple) ?? new Set()).add(term));
  }

  const rarity = (term) => {
    const n = holding.get(term)?.length ?? 0;
    return Math.log(1 + (weights.length - n + 0.5) / (n + 0.5));
  };

  function terms(text) {
    const found = words(text, stop);
    const all = [...found];
    for (let size = 1; size <= index.longest; size++)
      for (let start = 0; start + size <= found.length; start++) all.push(...(index.concepts[found.slice(start, start + size).join(' ')] ?? []));
    return [...new Set(all)];
  }

  function meant(term) {
    if (term[0] === '#' || term.length < SHORTEST) return holding.has(term) ? [[term, 1]] : [];
    const alike = mixed.get(mixedOf(term));
    if (alike) return alike.map((other) => [other, other === term ? 1 : MIXED]);
    if (term.length < LONG_ENOUGH) return [];
    const mine = triplesOf(term);
    const shared = new Map();
    for (const triple of mine) for (const other of triples.get(triple) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    return [...shared]
      .filter(([other]) => other[0] === term[0] && Math.abs(other.length - term.length) <= 2)
      .map(([other, n]) => [other, (2 * n) / (mine.size + triplesOf(other).size)])
      .filter(([, alike]) => alike >= ALIKE)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 3)
      .map(([other, alike]) => [other, alike * 0.9]);
  }

  function nearestWording(n, asked, whole) {
    const sum = (list) => list.reduce((total, term) => total + rarity(term), 0);
    const mine = sum([...asked]);
    let best = 0;
    for (const wording of wordings[n]) {
      const both = sum([...wording].filter((term) => asked.has(term)));
      const union = mine + sum([...wording]) - both;
      best = Math.max(best, union ? both / union : 0);
    }
    return best * whole;
  }

  return function find(question, limit = LIMIT) {
    const asked = terms([...question].slice(0, 2000).join(''));
    const matches = new Map(asked.map((term) => [term, meant(term)]));
    const tells = new Map(asked.map((term) => [term, matches.get(term).length ? Math.min(...matches.get(term).map(([known]) => rarity(known))) : rarity(term)]));
    const whole = asked.filter((term) => term[0] !== '#').reduce((sum, term) => sum + tells.get(term), 0);
    if (!whole) return [];
    const scores = new Map();
    const held = new Map();
    for (const [term, known] of matches) {
      const best = new Map();
      for (const [other, alike] of known) for (const n of holding.get(other)) best.set(n, Math.max(best.get(n) ?? 0, weights[n].get(other) * alike));
      for (const [n, part] of best) {
        scores.set(n, (scores.get(n) ?? 0) + part * tells.get(term));
        if (term[0] !== '#') held.set(n, (held.get(n) ?? 0) + part * tells.get(term));
      }
    }
    const knownTerms = new Set([...matches.values()].flat().map(([other]) => other));
    const named = (n) => asked.some((term) => term[0] === '#' && weights[n].get(term) === STRONG);
    const good = [...scores]
      .filter(([n]) => (held.get(n) ?? 0) >= ENOUGH * whole || (named(n) && (held.get(n) ?? 0) >= (ENOUGH / 2) * whole))
      .map(([n, score]) => [score + WHOLE * nearestWording(n, knownTerms, whole), n])
      .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    const top = good[0]?.[0] ?? 0;
    return good.slice(0, limit).filter(([score]) => score >= NEAR * top).map(([, n]) => index.answers[n]);
  };
}

/** Words that carry meaning, lower case, light stems. */
function words(text, stop) {
  const plain = text.toLowerCase().replace(/['\u2019]/g, '').normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const found = plain.match(/[a-z0-9]+/g) ?? [];
  return found.filter((word) => !stop.has(word)).map(stem);
}

function mixedOf(word) {
  return word[0] + [...word.slice(1)].sort().join('');
}

function triplesOf(word) {
  const padded = `^${word}$`;
  return new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)));
}
