// The reader in a thread of its own: opening its words takes a slow phone seconds, in which the page must still take what is typed.

import { answersOf, openLexicon, read } from './read.js';

let lexicon = null;

addEventListener('message', ({ data }) => {
  if (data.words) {
    lexicon = openLexicon(data.words);
    postMessage(null);
    return;
  }
  const mentions = read(data.text, lexicon, data.now);
  postMessage({ mentions, answers: answersOf(mentions, lexicon) });
});
