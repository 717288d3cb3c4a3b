// How urgent a text sounds: the twin of waymend/read/likeness.py, which says why and how.

import { stem } from '../stem.js';

const TOKEN = /[a-z]+(?:'[a-z]+)*|[0-9]+|[^a-z0-9' \t\r\n\u00a0]/gi;
const [WINDOW, STEP, RUN, FEW] = [240, 120, 12, 20];

/** The weights of a guide ('likeness' of its reading bundle), ready to weigh: text → a mention of the most urgent level that it sounds like, or null. */
export function openLikeness({ finding, base, weights }) {
  const of = new Map(
    weights.split('\n').map((line) => {
      const [words, numbers] = line.split(' = ');
      return [words, numbers.split(' ').map(Number)];
    }),
  );
  const levels = Object.entries(base);

  /** Where the part lies whose words weigh most for a level; null where all together are too light. */
  function weighed(found, rank) {
    const weights = new Map();
    const ofPart = new Map();
    for (const { words, part } of found) {
      if (!of.has(words) || weights.has(words)) continue;
      weights.set(words, of.get(words)[rank]);
      ofPart.set(part, (ofPart.get(part) ?? 0) + of.get(words)[rank]);
    }
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    if (!weights.size || total / Math.sqrt(weights.size + FEW) + levels[rank][1] < 0) return null;
    const most = [...ofPart].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
    const places = found.filter(({ part }) => part === most).map(({ place }) => place);
    return [places[0][0], Math.max(...places.map(([, end]) => end))];
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

/** Each word of a text by its stem, and each two that stand side by side, in order, with their places and the part of the text they stand in. */
function terms(text) {
  const found = [];
  let before = null;
  let [part, run] = [0, 0];
  for (const token of text.replaceAll('\u2019', "'").matchAll(TOKEN)) {
    if (!/^[a-z0-9]/i.test(token[0])) { // before it is made small: "İ" becomes an i and a dot
      before = null;
      [part, run] = [part + 1, 0];
      continue;
    }
    if (run === RUN) [part, run] = [part + 1, 0];
    run += 1;
    const said = token[0].toLowerCase();
    const word = { words: /^[0-9]/.test(said) ? '0' : stem(said.replaceAll("'", '')), place: [token.index, token.index + said.length], part };
    found.push(word);
    if (before !== null) found.push({ words: `${before.words} ${word.words}`, place: [before.place[0], word.place[1]], part: before.part });
    before = word;
  }
  return found;
}
