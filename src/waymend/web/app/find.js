// Help near a place, and phone lines. The place is worked out on this device from tiles of the directory.

import { fill, h } from './dom.js';
import { json, loadGuide } from './guide.js';
import { lineItem } from './result.js';

export async function start(t) {
  const guide = await loadGuide();
  for (const place of document.querySelectorAll('[data-lines]')) lines(place, guide, t);
  const place = document.querySelector('[data-find]');
  if (place) place.replaceChildren(await finder(t, []));
}

/** The phone lines of a country: all, or those for one need. */
function lines(place, guide, t) {
  const wanted = place.dataset.lines;
  const list = h('ul', {});
  const choose = h('select', { class: 'nhsuk-select', id: 'lines-country' }, guide.countries.map((c) => h('option', { value: c.country, selected: c.country === guide.country }, c.name)));
  const show = () => {
    const country = guide.countries.find((c) => c.country === choose.value);
    const fitting = country.lines.filter((line) => wanted === 'all' || line.for.some((name) => name === wanted || name === 'any' || name.startsWith(wanted)));
    list.replaceChildren(...(fitting.length ? fitting.map((line) => lineItem(line, t)) : [h('li', {}, fill(t.no_line, { country: country.name }))]));
  };
  choose.addEventListener('change', show);
  show();
  place.replaceChildren(h('div', { class: 'wm-country' }, h('label', { class: 'nhsuk-label', for: 'lines-country' }, t.country), choose), list);
}

/** The search for places. `wanted`: needs of a result, of which those that the directory knows are asked for together at first. */
export async function finder(t, wanted) {
  const none = h('p', { class: 'nhsuk-inset-text' }, t.find_no_directory);
  if (!('places' in document.documentElement.dataset)) return none;
  const { openPlaces } = await import('./places.js');
  const [directory, words] = await Promise.all([openPlaces(new URL('places/', import.meta.url)), json(`guide/directory.${document.documentElement.lang}.json`)]);
  const translate = (text) => words[text] ?? text; // the tiles speak English; a language brings its own words
  const known = wanted.filter((need) => directory.needs.includes(need));
  const problem = h('p', { class: 'nhsuk-error-message', role: 'alert' });
  const found = h('div', { 'aria-live': 'polite' });
  const all = (text) => (text ? text.split(' ') : []);
  const go = async (event) => {
    event.preventDefault();
    const value = (id) => form.querySelector(`#${id}`).value;
    const near = value('near').trim();
    const places = await directory.search({ near, needs: all(value('need')), pay: all(value('pay')), serves: all(value('serves')), languages: all(value('speaks')), limit: 10 });
    problem.textContent = places.near ? '' : t.find_near_bad;
    if (!places.near) return form.querySelector('#near').focus();
    found.replaceChildren(...results(places, directory, t, translate));
  };
  const form = h('form', { novalidate: true, class: 'wm-find wm-screen-only', onsubmit: go }, problem,
    h('div', { class: 'nhsuk-form-group' },
      h('label', { class: 'nhsuk-label', for: 'near' }, t.find_near), h('div', { class: 'nhsuk-hint', id: 'near-hint' }, t.find_near_hint),
      h('input', { class: 'nhsuk-input nhsuk-input--width-20', id: 'near', autocomplete: 'off', 'aria-describedby': 'near-hint', maxlength: 80 })),
    choice('need', t.find_need, [...(known.length > 1 ? [[known.join(' '), fill(t.find_all_of_these, { n: known.length })]] : []), ...directory.needs.map((need) => [need, translate(directory.needNames.get(need))])], t, known.join(' ')),
    choice('pay', t.find_pay, directory.pays.map((pay) => [pay.id, translate(pay.name)]), t),
    h('details', { class: 'wm-tell' }, h('summary', {}, t.find_more),
      choice('serves', t.find_serves, directory.serves.map((one) => [one.id, translate(one.name)]), t),
      choice('speaks', t.find_speaks, directory.languages.map((one) => [one.id, translate(one.name)]), t)),
    h('button', { class: 'nhsuk-button', type: 'submit' }, t.find_go));
  return h('div', { class: 'wm-finder' }, form, found);
}

function choice(id, label, rows, t, chosen = '') {
  const options = rows.map(([value, name]) => h('option', { value, selected: value === chosen }, name));
  return h('div', { class: 'nhsuk-form-group' }, h('label', { class: 'nhsuk-label', for: id }, label), h('select', { class: 'nhsuk-select', id }, h('option', { value: '' }, t.find_any), options));
}

function results(places, directory, t, translate) {
  const list = (some) => h('ol', { class: 'wm-places' }, some.map((one) => h('li', {}, card(one, directory, t, translate))));
  const paper = h('button', { type: 'button', class: 'nhsuk-button nhsuk-button--secondary wm-screen-only', onclick: () => print() }, t.find_print);
  if (!places.length && !places.also.length) return [h('p', {}, t.find_none)];
  return [
    h('h2', {}, fill(t.find_result_count, { n: places.length })), places.length ? [paper, list(places)] : h('p', {}, t.find_none_sure),
    places.also.length ? [h('h2', {}, t.find_also), h('p', {}, t.find_also_plain), list(places.also)] : null,
    forPaper([...places, ...places.also], t, translate),
  ].flat(2).filter(Boolean);
}

function card(one, directory, t, translate) {
  const miles = (one.distance_km / 1.609344).toFixed(one.distance_km < 16 ? 1 : 0);
  const names = (ids, of) => ids.map((id) => translate(of.find((term) => term.id === id)?.name ?? id)).join(', ');
  const checked = one.checked_on ? fill(t.find_checked, { date: one.checked_on }) : t.find_never_checked;
  return h('article', { class: 'wm-place' },
    h('h3', {}, one.name),
    h('p', {}, [one.address, one.city, one.state, one.zip].filter(Boolean).join(', '), ' · ', fill(t.find_distance, { miles })),
    one.call ? h('p', {}, h('a', { href: one.call }, `${t.call} ${one.phone}`)) : null,
    one.text ? h('p', {}, h('a', { href: `sms:${one.text.replace(/[^\d+]/g, '')}` }, `${t.text} ${one.text}`)) : null,
    one.needs.length ? h('p', {}, one.needs.map((need) => translate(directory.needNames.get(need) ?? need)).join(', ')) : null,
    one.serves.length || one.languages.length ? h('p', {}, [names(one.serves, directory.serves), names(one.languages, directory.languages)].filter(Boolean).join(' · ')) : null,
    h('p', {}, one.pay.length ? names(one.pay, directory.pays) : t.find_unknown_pay),
    h('p', { class: 'wm-quiet' }, [checked, one.freshness === 'stale' ? t.find_stale : '', one.located === 'zip' ? t.find_rough : ''].filter(Boolean).join(' ')),
    guidance(one, t, translate),
    h('p', { class: 'wm-screen-only' }, h('a', { href: one.directions }, t.find_directions), h('span', { class: 'wm-quiet' }, ` ${t.find_directions_hint}`)));
}

/** A list under its heading, each line once. */
function told(title, lines, translate) {
  const once = [...new Set(lines.flat())].filter(Boolean);
  return once.length ? [h('h4', {}, title), h('ul', {}, once.map((line) => h('li', {}, translate(line))))] : null;
}

const WORDS = [['say', 'find_what_to_say'], ['ask', 'find_what_to_ask'], ['bring', 'find_what_to_bring']];
const cover = ({ insurance, check, promise }) => [insurance, check, promise].flat();

/** What to say, to ask and to bring, and what each kind of cover means here, folded away. */
function guidance(one, t, translate) {
  const name = h('span', { class: 'nhsuk-u-visually-hidden' }, `: ${one.name}`);
  return h('details', { class: 'wm-tell' }, h('summary', {}, t.find_what_to_say, name), WORDS.map(([part, title]) => told(t[title], one.guidance[part] ?? [], translate)), told(t.find_pay, cover(one.guidance), translate));
}

/** On paper the same words stand once, for all places together. */
function forPaper(places, t, translate) {
  const all = (part) => places.map((one) => one.guidance[part] ?? []);
  return h('section', { class: 'wm-print-only' }, WORDS.map(([part, title]) => told(t[title], all(part), translate)), told(t.find_pay, places.map((one) => cover(one.guidance)), translate));
}
