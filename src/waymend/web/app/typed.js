// In their own words: what somebody types is read on this device, shown as it was understood, and put right before it counts.

import { h } from './dom.js';
import { URGENCIES } from './engine/engine.js';

let reader = null;

/** The reader and its words are loaded when somebody chooses to type, and kept. Gives a function: text → {mentions, answers, sounds}. */
function open() {
  reader ??= start();
  return reader;
}

async function start() {
  const worker = new Worker(new URL('./engine/read/worker.js', import.meta.url), { type: 'module' });
  const told = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage(message);
  });
  await told({ words: new URL(`guide/reading.${document.documentElement.lang}.json`, import.meta.url).href });
  return (text) => {
    const now = new Date();
    return told({ text, now: { weekday: (now.getDay() + 6) % 7, hour: now.getHours() + now.getMinutes() / 60, year: now.getFullYear() } });
  };
}

/** What was read, with how the text sounds where that is more urgent than the rest. level: answers → the least urgency they give. */
function heard({ mentions, answers, sounds }, level) {
  const rank = (urgency) => (urgency === null ? URGENCIES.length : URGENCIES.indexOf(urgency));
  if (sounds === null || rank(sounds.option) >= rank(level(answers))) return { mentions, answers };
  return { mentions: [...mentions, sounds], answers: { ...answers, [sounds.about]: sounds.option } };
}

/** A page to type on. `understood({mentions, answers})` is called with what was read and heard, when something was. level: as in `heard`. */
export function typingPage(t, level, understood) {
  const reading = open(); // fetched while they type
  const nothing = h('div', { role: 'status' });
  const area = h('textarea', { class: 'nhsuk-textarea', id: 'typed', rows: '6', maxlength: '4000', 'aria-describedby': 'typed-hint', autocomplete: 'off', spellcheck: 'false' });
  const go = async (event) => {
    event.preventDefault();
    const got = heard(await (await reading)(area.value), level);
    if (Object.keys(got.answers).length) return understood(got);
    nothing.replaceChildren(h('p', { class: 'nhsuk-inset-text' }, t.type_nothing));
    area.focus();
  };
  return h('form', { novalidate: true, onsubmit: go },
    h('h1', {}, h('label', { for: 'typed' }, t.type_label)), h('p', { class: 'nhsuk-hint', id: 'typed-hint' }, t.type_hint), area, nothing,
    h('div', { class: 'wm-go' }, h('button', { class: 'nhsuk-button', type: 'submit' }, t.type_read)));
}

/** What was understood, each with the words it was read from, to be taken out where it is wrong. `go(answers)`: with what is left. */
export function understoodPage(guide, { mentions, answers }, t, go) {
  const rows = Object.keys(answers).map((name, n) => {
    const words = [...new Set(mentions.filter((m) => m.about === name).map((m) => m.text))];
    const label = h('label', { class: 'nhsuk-label nhsuk-checkboxes__label', for: `u-${n}` }, `${guide.findings[name].name}: ${guide.answerText(name, answers[name], t)}`, words.length ? h('span', { class: 'wm-quiet' }, ` (“${words.join('”, “')}”)`) : null);
    return h('div', { class: 'nhsuk-checkboxes__item' }, h('input', { class: 'nhsuk-checkboxes__input', type: 'checkbox', id: `u-${n}`, name: `u-${name}`, value: name, checked: true }), label);
  });
  const submit = (event) => {
    event.preventDefault();
    const kept = new Set([...event.target.querySelectorAll('input:checked')].map((input) => input.value));
    go(Object.fromEntries(Object.entries(answers).filter(([name]) => kept.has(name))));
  };
  return h('form', { novalidate: true, onsubmit: submit },
    h('fieldset', { class: 'nhsuk-fieldset' }, h('legend', { class: 'nhsuk-fieldset__legend nhsuk-fieldset__legend--l' }, h('h1', { class: 'nhsuk-fieldset__heading' }, t.type_read_title)), h('p', { class: 'nhsuk-hint' }, t.type_read_hint), h('div', { class: 'nhsuk-checkboxes' }, rows)),
    h('div', { class: 'wm-go' }, h('button', { class: 'nhsuk-button', type: 'submit' }, t.type_go)));
}
