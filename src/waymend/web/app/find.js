// Help near a place, and phone lines. The place is worked out on this device from tiles of the directory.

import { fill, h } from './dom.js';
import { loadGuide } from './guide.js';
import { lineItem } from './result.js';

export async function start(t) {
  const guide = await loadGuide();
  for (const place of document.querySelectorAll('[data-lines]')) lines(place, guide, t);
  const place = document.querySelector('[data-find]');
  if (place) await find(place, guide, t);
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

async function find(place, guide, t) {
  const base = new URL('places/', import.meta.url);
  if (!place.dataset.find) {
    place.replaceChildren(h('p', { class: 'nhsuk-inset-text' }, t.find_no_directory));
    return;
  }
  const { openPlaces } = await import('./places.js');
  const directory = await openPlaces(base);
  const problem = h('p', { class: 'nhsuk-error-message', role: 'alert' });
  const found = h('div', { 'aria-live': 'polite' });
  const choice = (id, label, rows) => h('div', { class: 'nhsuk-form-group' }, h('label', { class: 'nhsuk-label', for: id }, label), h('select', { class: 'nhsuk-select', id }, h('option', { value: '' }, t.find_any), rows.map(([value, name]) => h('option', { value }, name))));
  const go = async (event) => {
    event.preventDefault();
    const zip = form.querySelector('#zip').value.trim();
    problem.textContent = /^\d{5}$/.test(zip) ? '' : t.find_zip_bad;
    if (problem.textContent) return;
    const need = form.querySelector('#need').value;
    const pay = form.querySelector('#pay').value;
    const places = await directory.search({ zip, needs: need ? [need] : [], pay: pay ? [pay] : [], limit: 10 });
    found.replaceChildren(...(places.length ? [h('h2', {}, fill(t.find_result_count, { n: places.length })), h('ol', { class: 'wm-places' }, places.map((one) => h('li', {}, card(one, directory, t))))] : [h('p', {}, t.find_none)]));
  };
  const form = h('form', { novalidate: true, onsubmit: go }, problem,
    h('div', { class: 'nhsuk-form-group' }, h('label', { class: 'nhsuk-label', for: 'zip' }, t.find_zip), h('input', { class: 'nhsuk-input nhsuk-input--width-5', id: 'zip', inputmode: 'numeric', autocomplete: 'off', maxlength: 5 })),
    choice('need', t.find_need, directory.needs.map((need) => [need, directory.needNames.get(need)])),
    choice('pay', t.find_pay, directory.pays.map((pay) => [pay.id, pay.name])),
    h('button', { class: 'nhsuk-button', type: 'submit' }, t.find_go));
  place.replaceChildren(form, found);
}

function card(one, directory, t) {
  const miles = (one.distance_km / 1.609344).toFixed(one.distance_km < 16 ? 1 : 0);
  return h('article', { class: 'wm-place' },
    h('h3', {}, one.name),
    h('p', {}, [one.address, one.city, one.state, one.zip].filter(Boolean).join(', '), ' · ', fill(t.find_distance, { miles })),
    one.call ? h('p', {}, h('a', { href: one.call }, `${t.call} ${one.phone}`)) : null,
    h('p', {}, one.needs.map((need) => directory.needNames.get(need) ?? need).join(', ')),
    h('p', {}, one.pay.length ? one.pay.map((id) => directory.pays.find((pay) => pay.id === id)?.name ?? id).join(', ') : t.find_unknown_pay),
    one.checked_on ? h('p', { class: 'wm-quiet' }, fill(t.find_checked, { date: one.checked_on })) : null,
    guidance(one, t),
    h('p', {}, h('a', { href: one.directions }, t.find_directions), h('span', { class: 'wm-quiet' }, ` ${t.find_directions_hint}`)));
}

/** What to say, to ask and to bring, and what each kind of cover means here, folded away. */
function guidance(one, t) {
  const list = (title, lines) => (lines?.length ? [h('h4', {}, title), h('ul', {}, lines.map((line) => h('li', {}, line)))] : null);
  const { say, ask, bring, insurance, check, promise } = one.guidance;
  return h('details', { class: 'wm-tell' }, h('summary', {}, t.find_what_to_say, h('span', { class: 'nhsuk-u-visually-hidden' }, `: ${one.name}`)), list(t.find_what_to_say, say), list(t.find_what_to_ask, ask), list(t.find_what_to_bring, bring), list(t.find_pay, [...insurance, check, promise].flat().filter(Boolean)));
}
