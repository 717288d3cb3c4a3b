// The reader in a thread of its own, so that the page takes what is typed while it opens.

import { answersOf } from './answers.js';
import { openLikeness } from './likeness.js';
import { openReader } from './reader.js';

let reader = null;
let by = null;
let sounds = null; // how urgent a text sounds

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} could not be loaded`);
  return answer;
}

async function open(address) {
  const [wasm, words] = await Promise.all([get(new URL('./reader.wasm', import.meta.url)).then((answer) => answer.arrayBuffer()), get(address).then((answer) => answer.text())]);
  by = JSON.parse(words);
  reader = await openReader(wasm, words);
  sounds = by.likeness ? openLikeness(by.likeness) : () => null;
}

function told(text, now) {
  const mentions = reader.read(text, now);
  return { mentions, answers: answersOf(mentions, by), sounds: sounds(text) };
}

addEventListener('message', async ({ data }) => {
  try {
    postMessage(data.words ? await open(data.words) : told(data.text, data.now));
  } catch (problem) {
    reportError(problem); // the page hears of it by its own 'error'
  }
});
