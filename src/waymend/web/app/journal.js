// The healing journal: off until turned on, locked with a passphrase, on this device alone.

import { fill, h } from './dom.js';
import { loadGuide } from './guide.js';
import { caseOf } from './trend.js';
import { number } from './units.js';
import * as vault from './vault.js';

const PHOTO_SIZE = 1024; // pixels on the longer side

let place;
let t;

export async function start(texts) {
  t = texts;
  place = document.querySelector('[data-journal]');
  if (!window.indexedDB?.databases || !crypto.subtle) {
    place.replaceChildren(h('p', { class: 'nhsuk-inset-text' }, t.journal_no_storage));
    return;
  }
  await (await vault.isOn() ? locked() : off());
}

function field(id, label, type, extra = {}, hint = null) {
  return h('div', { class: 'nhsuk-form-group' }, h('label', { class: 'nhsuk-label', for: id }, label), hint ? h('div', { class: 'nhsuk-hint', id: `${id}-hint` }, hint) : null, h('input', { class: `nhsuk-input ${type === 'password' ? '' : 'nhsuk-input--width-10'}`, id, type, autocomplete: 'off', 'aria-describedby': hint ? `${id}-hint` : null, ...extra }));
}

const button = (label, onclick, kind = '') => h('button', { type: onclick ? 'button' : 'submit', class: `nhsuk-button ${kind}`, onclick }, label);
const value = (form, id) => form.querySelector(`#${id}`).value;

function off(note = null) {
  const problem = h('p', { class: 'nhsuk-error-message', role: 'alert' });
  const form = h('form', { onsubmit: (event) => (event.preventDefault(), on(form, problem)) }, note ? h('p', { role: 'status' }, note) : null, problem, field('pass', t.journal_passphrase, 'password', { autocomplete: 'new-password' }), field('again', t.journal_passphrase_again, 'password', { autocomplete: 'new-password' }), button(t.journal_on));
  place.replaceChildren(form);
}

async function on(form, problem) {
  const passphrase = value(form, 'pass');
  if ([...passphrase].length < 8) problem.textContent = t.journal_short;
  else if (passphrase !== value(form, 'again')) problem.textContent = t.journal_differs;
  else await opened(await vault.turnOn(passphrase));
}

function locked() {
  const problem = h('p', { class: 'nhsuk-error-message', role: 'alert' });
  const go = async (event) => {
    event.preventDefault();
    const journal = await vault.unlock(value(form, 'pass'));
    if (journal) await opened(journal);
    else problem.textContent = t.journal_wrong;
  };
  const form = h('form', { onsubmit: go }, problem, field('pass', t.journal_unlock_label, 'password', { autocomplete: 'current-password' }), button(t.journal_unlock), ' ', button(t.journal_delete, gone, 'nhsuk-button--warning'));
  place.replaceChildren(form);
}

async function gone() {
  await vault.remove();
  off(t.journal_deleted);
}

async function opened(journal) {
  const guide = await loadGuide();
  const rules = await guide.journal();
  const entries = await journal.all();
  const lock = () => (journal.close(), locked());
  const drop = () => (journal.close(), gone());
  const again = () => opened(journal);
  place.replaceChildren(
    h('p', { class: 'wm-actions' }, button(t.journal_lock, lock, 'nhsuk-button--secondary'), button(t.journal_export, () => save(entries), 'nhsuk-button--secondary'), button(t.journal_delete, drop, 'nhsuk-button--warning')),
    h('p', { class: 'wm-quiet' }, t.journal_export_hint),
    await trend(entries, rules, guide),
    h('h2', {}, t.journal_add),
    form(journal, rules, guide, again),
    chart(entries, rules),
    list(entries, journal, guide, again));
}

const today = () => {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};

function form(journal, rules, guide, again) {
  const problem = h('p', { class: 'nhsuk-error-message', role: 'alert' });
  const labels = { pain: t.journal_pain };
  const name = (measure) => labels[measure.id] ?? `${guide.findings[measure.finding].question} (${guide.unitName(guide.findings[measure.finding].unit)})`;
  const box = (finding) => h('div', { class: 'nhsuk-checkboxes__item' }, h('input', { class: 'nhsuk-checkboxes__input', type: 'checkbox', id: `a-${finding}` }), h('label', { class: 'nhsuk-label nhsuk-checkboxes__label', for: `a-${finding}` }, guide.findings[finding].name));
  const go = async (event) => {
    event.preventDefault();
    const measures = {};
    for (const { id, finding } of rules.measures) {
      const typed = number(value(page, `m-${id}`));
      const [low, high] = finding ? guide.findings[finding].range : [0, 10];
      if (typed === null) continue;
      if (Number.isNaN(typed) || typed < low || typed > high) {
        problem.textContent = t.journal_bad_number;
        page.querySelector(`#m-${id}`).focus();
        return;
      }
      measures[id] = typed;
    }
    const answers = Object.fromEntries(rules.asks.map((finding) => [finding, page.querySelector(`#a-${finding}`).checked]));
    const photo = await small(page.querySelector('#photo').files[0]);
    await journal.add({ date: value(page, 'date') || today(), place: value(page, 'place').trim(), measures, answers, note: value(page, 'note').trim(), photo });
    await again();
    place.prepend(h('p', { role: 'status' }, t.journal_saved));
  };
  const page = h('form', { novalidate: true, onsubmit: go }, problem,
    field('date', t.journal_date, 'date', { value: today(), max: today() }),
    field('place', t.journal_place, 'text', { maxlength: 60 }, t.journal_place_hint),
    rules.measures.map((measure) => field(`m-${measure.id}`, name(measure), 'text', { inputmode: 'decimal' })),
    h('fieldset', { class: 'nhsuk-fieldset' }, h('legend', { class: 'nhsuk-fieldset__legend' }, t.journal_feel), h('div', { class: 'nhsuk-checkboxes' }, rules.asks.map(box))),
    field('note', t.journal_note, 'text', { maxlength: 500 }),
    field('photo', t.journal_photo, 'file', { accept: 'image/*' }, t.journal_photo_hint),
    button(t.journal_save));
  return page;
}

/** A photo made small, as a data URL; what the camera wrote into the file (place, time) is lost on the way, and is meant to be. */
async function small(file) {
  if (!file) return null;
  const picture = await createImageBitmap(file);
  const factor = Math.min(1, PHOTO_SIZE / Math.max(picture.width, picture.height));
  const canvas = h('canvas', { width: Math.round(picture.width * factor), height: Math.round(picture.height * factor) });
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.8);
}

function byPlace(entries) {
  const places = new Map();
  for (const entry of entries) places.set(entry.place, [...(places.get(entry.place) ?? []), entry]);
  return places;
}

async function trend(entries, rules, guide) {
  if (!entries.length) return h('p', {}, t.journal_none);
  const cards = [];
  for (const [name, own] of byPlace(entries)) {
    const a = await guide.result(caseOf(own, rules), {});
    const level = guide.urgencies.find((u) => u.id === a.urgency.at_least);
    const urgent = level && level.id !== 'self_care';
    cards.push(h('div', { class: `nhsuk-card nhsuk-card--care wm-care wm-care--${urgent ? level.id : 'nothing'}` },
      h('div', { class: 'nhsuk-card--care__heading-container' }, h('h3', { class: 'nhsuk-card--care__heading' }, `${name ? `${name}: ` : ''}${urgent ? level.name : t.journal_trend_none}`)),
      urgent ? h('div', { class: 'nhsuk-card__content' }, h('p', {}, a.danger_now ?? guide.say(level.meaning)), h('ul', {}, a.concerns.filter((c) => c.status === 'fits').flatMap((c) => c.because).slice(0, 5).map((because) => h('li', {}, because)))) : null));
  }
  return h('section', {}, h('h2', {}, t.journal_trend), cards);
}

function chart(entries, rules) {
  const sized = rules.measures.filter((m) => m.finding).map((m) => m.id);
  const points = entries.map((entry) => ({ date: entry.date, size: Math.max(...sized.map((id) => entry.measures[id] ?? -1)) })).filter((point) => point.size >= 0);
  if (points.length < 2) return null;
  const first = Date.parse(points[0].date);
  const span = Math.max(Date.parse(points.at(-1).date) - first, 1);
  const top = Math.max(...points.map((point) => point.size), 1);
  const x = (point) => Math.round(30 + ((Date.parse(point.date) - first) / span) * 260);
  const y = (point) => Math.round(110 - (point.size / top) * 90);
  const make = (name, attributes, text) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, given] of Object.entries(attributes)) element.setAttribute(key, given);
    if (text) element.textContent = text;
    return element;
  };
  const svg = make('svg', { viewBox: '0 0 320 130', 'aria-hidden': 'true', width: '100%' });
  svg.append(make('path', { d: 'M30 10V110H300', fill: 'none', stroke: '#4c6272' }), make('text', { x: 26, y: 20, 'text-anchor': 'end', 'font-size': 11 }, `${top}`), make('text', { x: 26, y: 113, 'text-anchor': 'end', 'font-size': 11 }, '0'),
    make('polyline', { points: points.map((point) => `${x(point)},${y(point)}`).join(' '), fill: 'none', stroke: '#005eb8', 'stroke-width': 3 }), ...points.map((point) => make('circle', { cx: x(point), cy: y(point), r: 4, fill: '#003049' })));
  return h('section', {}, h('h2', {}, t.journal_chart), svg, h('ul', {}, points.map((point) => h('li', {}, fill(t.journal_chart_text, point)))));
}

function list(entries, journal, guide, again) {
  const shown = (entry) => [
    ...Object.entries(entry.measures).map(([id, given]) => `${id === 'pain' ? t.journal_pain : id}: ${given}`),
    ...Object.entries(entry.answers).filter(([, yes]) => yes).map(([finding]) => guide.findings[finding].name),
    entry.note,
  ].filter(Boolean).join('. ');
  const picture = (entry) => {
    if (!entry.photo) return null;
    const bytes = Uint8Array.from(atob(entry.photo.split(',')[1]), (c) => c.charCodeAt(0));
    return h('img', { src: URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })), alt: `${t.journal_photo}, ${entry.date}`, width: 160 });
  };
  return h('ul', { class: 'wm-answers' }, [...entries].reverse().map((entry) => h('li', {}, h('h3', {}, `${entry.date} ${entry.place}`), h('p', {}, shown(entry)), picture(entry), button(t.journal_remove, async () => (await journal.drop(entry.key), again()), 'nhsuk-button--secondary nhsuk-button--small'))));
}

/** A copy for the person, as a file on this device. */
function save(entries) {
  const file = new Blob([JSON.stringify(entries.map(({ key, ...entry }) => entry), null, 2)], { type: 'application/json' });
  const link = h('a', { href: URL.createObjectURL(file), download: 'journal.json' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
