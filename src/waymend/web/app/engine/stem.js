// A word without its ending. The twin of stem in waymend/stems.py.

export function stem(word) {
  if (word.length > 4) {
    for (const ending of ['ings', 'ing', 'ies', 'ied', 'es', 'ed', 's']) {
      if (!word.endsWith(ending) || word.length - ending.length < 3) continue;
      const cut = word.slice(0, -ending.length);
      if (ending === 'ies' || ending === 'ied') return `${cut}y`;
      return cut.length > 3 && cut.at(-1) === cut.at(-2) && !'ls'.includes(cut.at(-1)) ? cut.slice(0, -1) : cut;
    }
  }
  if (word.length === 4 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word;
}
