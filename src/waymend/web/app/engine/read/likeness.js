// How urgent a text sounds: the twin of waymend/read/likeness.py, which says why and how.

import { stem } from '../stem.js';

const TOKEN = /[a-z]+(?:'[a-z]+)*|[0-9]+|[^a-z0-9' \t\r\n\u00a0]/gi;
const [WINDOW, STEP, FEW] = [240, 120, 20];

/** The weights of a guide ('likeness' of its reading bundle), ready to weigh: text → a mention of the most urgent level that it sounds like, or null. */
export function openLikeness({ finding, base, weights }) {
  const of = new Map(
    weights.split('\n').map((line) => {
      const [words, numbers] = line.split(' = ');
      return [words, numbers.split(' ').map(Number)];
    }),
  );
  const levels = Object.entries(base);

  /** Where the words lie that weigh most for a level; null where all together are too light. */
  function weighed(found, rank) {
    const first = new Map();
    for (const [words, place] of found) if (of.has(words) && !first.has(words)) first.set(words, place);
    let total = 0;
    let most = null;
    for (const words of first.keys()) {
      total += of.get(words)[rank];
      if (most === null || of.get(words)[rank] > of.get(most)[rank]) most = words;
    }
    return most === null || total / Math.sqrt(first.size + FEW) + levels[rank][1] < 0 ? null : first.get(most);
  }

  return (text) => {
    const found = terms(text);
    let best = null;
    for (let start = 0; start < Math.max(found.length - STEP, 1); start += STEP) {
      for (let rank = 0; rank < (best?.rank ?? levels.length); rank++) {
        const place = weighed(found.slice(start, start + WINDOW), rank);
        if (place !== null) best = { rank, place };
      }
    }
    if (best === null) return null;
    return { about: finding, status: 'present', span: best.place, text: text.slice(...best.place), cue: null, rule: null, option: levels[best.rank][0], side: null, value: null, unit: null };
  };
}

/** Each word of a text by its stem, and each two that stand side by side, in order, with their places. */
function terms(text) {
  const found = [];
  let before = null;
  for (const token of text.replaceAll('\u2019', "'").matchAll(TOKEN)) {
    const said = token[0].toLowerCase();
    if (!/^[a-z0-9]/.test(said)) {
      before = null;
      continue;
    }
    const word = /^[0-9]/.test(said) ? '0' : stem(said.replaceAll("'", ''));
    const end = token.index + said.length;
    found.push([word, [token.index, end]]);
    if (before !== null) found.push([`${before.word} ${word}`, [before.start, end]]);
    before = { word, start: token.index };
  }
  return found;
}
