// Search in the guide's answers and concerns, on this device.

import { fill, h } from './dom.js';
import { loadGuide } from './guide.js';

export function start(t) {
  const form = document.querySelector('[data-search]');
  const found = form.querySelector('[data-found]');
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const guide = await loadGuide();
    const search = await guide.search();
    const hits = search(form.querySelector('input').value);
    found.replaceChildren(...(hits.length
      ? [h('p', {}, fill(t.learn_hits, { n: hits.length })), h('ol', {}, hits.map((hit) => h('li', {}, h('a', { href: guide.page(`answers/${hit.id}.html`) }, hit.title), h('p', {}, hit.text))))]
      : [h('p', {}, t.learn_no_hits)]));
  });
}
