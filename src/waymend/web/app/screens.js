// A questionnaire: its items as a form, scored on this device.

import { fill, h } from './dom.js';
import { loadGuide } from './guide.js';
import { number } from './units.js';

export async function start(t) {
  const place = document.querySelector('[data-screen]');
  const guide = await loadGuide();
  const { screen, score, asked } = await guide.screen(place.dataset.screen);
  const outcome = h('div', { 'aria-live': 'polite' });
  const form = h('form', { novalidate: true, class: 'wm-screen' }, screen.items.map((item) => field(item, t)), h('button', { class: 'nhsuk-button', type: 'submit' }, t.screens_score), ' ', h('button', { class: 'wm-link', type: 'reset' }, t.screens_again), outcome);
  const shown = () => {
    const answers = read(form, screen);
    for (const part of form.querySelectorAll('[data-item]')) part.hidden = !asked(part.dataset.item, answers);
  };
  form.addEventListener('change', shown);
  form.addEventListener('reset', () => (outcome.replaceChildren(), setTimeout(shown)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const answers = read(form, screen);
    const open = screen.items.filter((item) => !(item.id in answers) && !item.optional && asked(item.id, answers));
    if (open.length) {
      outcome.replaceChildren(h('div', { class: 'nhsuk-error-summary', role: 'alert' }, h('h2', { class: 'nhsuk-error-summary__title' }, t.error_title), h('p', {}, t.screens_missing), h('ul', {}, open.map((item) => h('li', {}, h('a', { href: `#i-${item.id}` }, item.text))))));
      return;
    }
    let got;
    try {
      got = score(answers);
    } catch (problem) {
      outcome.replaceChildren(h('p', { class: 'nhsuk-error-message', role: 'alert' }, problem.message));
      return;
    }
    outcome.replaceChildren(h('div', { class: 'nhsuk-inset-text' }, h('h2', {}, fill(t.screens_total, { total: got.total })), h('p', {}, got.meaning), (got.alerts ?? []).map((alert) => h('p', {}, h('strong', {}, alert)))));
  });
  place.replaceChildren(form);
  shown();
}

function field(item, t) {
  const id = `i-${item.id}`;
  const radios = (rows) => rows.map(([value, label], n) => h('div', { class: 'nhsuk-radios__item' }, h('input', { class: 'nhsuk-radios__input', type: 'radio', id: n ? `${id}-${n}` : id, name: item.id, value }), h('label', { class: 'nhsuk-label nhsuk-radios__label', for: n ? `${id}-${n}` : id }, label)));
  if (item.kind === 'number') {
    return h('div', { class: 'nhsuk-form-group', 'data-item': item.id }, h('label', { class: 'nhsuk-label', for: id }, `${item.text}${item.unit ? ` (${item.unit})` : ''}`), h('input', { class: 'nhsuk-input nhsuk-input--width-5', id, name: item.id, inputmode: 'decimal', autocomplete: 'off' }));
  }
  const rows = item.kind === 'yes_no' ? [['yes', t.yes], ['no', t.no]] : item.options.map(([label, , , shown]) => [label, shown]);
  return h('fieldset', { class: 'nhsuk-fieldset nhsuk-form-group', 'data-item': item.id }, h('legend', { class: 'nhsuk-fieldset__legend' }, item.text), h('div', { class: 'nhsuk-radios' }, radios(rows)));
}

function read(form, screen) {
  const answers = {};
  for (const item of screen.items) {
    if (item.kind === 'number') {
      const value = number(form.elements[item.id].value);
      if (value !== null) answers[item.id] = value;
    } else {
      const chosen = form.querySelector(`input[name="${item.id}"]:checked`);
      if (chosen) answers[item.id] = item.kind === 'yes_no' ? chosen.value === 'yes' : chosen.value;
    }
  }
  return answers;
}
