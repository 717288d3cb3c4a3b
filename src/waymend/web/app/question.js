// One question a page. Each kind of question is a form that reads as a finding's answer.

import { drawing, fill, h } from './dom.js';
import { number, OTHER, toOwn } from './units.js';

// Things that people know, and how wide they are in cm: a US quarter by the Mint's table, balls by their rules, the rest roundly.
const SIZES = [[0.8, 'pea'], [1.8, 'grape'], [2.4, 'quarter'], [3, 'walnut'], [4.3, 'golf_ball'], [5, 'egg'], [6.7, 'tennis_ball'], [9, 'palm']];

const asset = (name) => new URL(name, import.meta.url);

/**
 * A question as a page: {page, read}. `read()` gives {answers} or {problem: text, field: element}.
 * known: answers given before, so that going back keeps them.
 */
export async function questionPage(guide, question, known, t) {
  if (question.panel) return panelPage(guide, question, known, t);
  const finding = guide.findings[question.finding];
  const make = { yes_no: yesNo, number: numbers, choice, many }[finding.kind];
  return make(guide, finding, known, t);
}

function heading(text) {
  return h('h1', { class: 'nhsuk-fieldset__heading' }, text);
}

function group(legend, hint, ...body) {
  return h('fieldset', { class: 'nhsuk-fieldset' }, h('legend', { class: 'nhsuk-fieldset__legend nhsuk-fieldset__legend--l' }, heading(legend)), hint, ...body);
}

function more(title) {
  return h('details', { class: 'nhsuk-details' }, h('summary', { class: 'nhsuk-details__summary' }, h('span', { class: 'nhsuk-details__summary-text' }, title)));
}

/** What is folded away is loaded when it is opened. */
function later(details, load) {
  const open = async () => details.append(h('div', { class: 'nhsuk-details__text' }, await load()));
  details.addEventListener('toggle', open, { once: true });
  return details;
}

/** Why we ask, how to tell, and what it looks like. */
function helps(guide, finding, t) {
  return [
    h('p', { class: 'nhsuk-hint' }, finding.why),
    later(more(t.how_to_tell), async () => [h('p', {}, await guide.help(finding.id)), pictures(guide, finding.id, t)]),
  ];
}

function pictures(guide, name, t) {
  const found = guide.drawingsOf(name);
  if (!found.length) return null;
  const row = h('div', { class: 'wm-drawings', role: 'group', 'aria-label': t.looks_like });
  for (const { id, tones, title } of found) {
    for (const tone of tones) {
      const figure = h('figure', {}, h('figcaption', {}, title));
      drawing(asset(`drawings/${id}-${tone}.svg`)).then((svg) => figure.prepend(svg));
      row.append(figure);
    }
  }
  return [h('p', {}, h('strong', {}, t.looks_like)), row];
}

function radio(name, value, label, checked) {
  const id = `${name}-${value}`;
  return h('div', { class: 'nhsuk-radios__item' }, h('input', { class: 'nhsuk-radios__input', type: 'radio', id, name, value, checked }), h('label', { class: 'nhsuk-label nhsuk-radios__label', for: id }, label));
}

function box(name, label, checked, onchange) {
  return h('div', { class: 'nhsuk-checkboxes__item' }, h('input', { class: 'nhsuk-checkboxes__input', type: 'checkbox', id: name, name, checked, onchange }), h('label', { class: 'nhsuk-label nhsuk-checkboxes__label', for: name }, label));
}

function yesNo(guide, finding, known, t) {
  const now = known[finding.id];
  const rows = [['true', t.yes, now === true], ['false', t.no, now === false], ['unknown', t.unsure, now === 'unknown']];
  const form = group(finding.question, null, ...helps(guide, finding, t), h('div', { class: 'nhsuk-radios' }, rows.map(([value, label, on]) => radio('answer', value, label, on))));
  return { page: form, read: () => picked(form, t, (value) => ({ [finding.id]: value === 'unknown' ? value : value === 'true' })) };
}

function picked(form, t, read) {
  const chosen = form.querySelector('input:checked');
  return chosen ? { answers: read(chosen.value) } : { problem: t.pick_one, field: form.querySelector('input') };
}

function choice(guide, finding, known, t) {
  const rows = [...Object.entries(finding.options), ['unknown', t.unsure]];
  const form = group(finding.question, null, ...helps(guide, finding, t), h('div', { class: 'nhsuk-radios' }, rows.map(([value, label]) => radio('answer', value, label, known[finding.id] === value))));
  return { page: form, read: () => picked(form, t, (value) => ({ [finding.id]: value })) };
}

function many(guide, finding, known, t) {
  const now = known[finding.id];
  const chosen = new Set(Array.isArray(now) ? now : []);
  const none = box('none', t.not_this, now && now !== 'unknown' && !Array.isArray(now), () => alone('none'));
  const unsure = box('unsure', t.unsure, now === 'unknown', () => alone('unsure'));
  const rows = Object.entries(finding.options).map(([id, name]) => box(`o-${id}`, name, chosen.has(id), () => alone(null)));
  const list = h('div', { class: 'nhsuk-checkboxes' }, rows, h('div', { class: 'nhsuk-checkboxes__divider' }), none, unsure);
  const hint = h('p', { class: 'nhsuk-hint' }, finding.id === 'site' ? t.body_hint : t.choose_all);
  const form = group(finding.question, hint, ...helps(guide, finding, t), finding.id === 'site' ? bodyMap(rows, t) : null, list);
  const alone = (id) => {
    for (const input of form.querySelectorAll('.nhsuk-checkboxes input')) {
      const apart = input.name === 'none' || input.name === 'unsure';
      if (id ? input.name !== id : apart) input.checked = false;
    }
    form.dispatchEvent(new Event('chosen'));
  };
  const read = () => {
    const on = [...form.querySelectorAll('.nhsuk-checkboxes input:checked')].map((input) => input.name);
    if (!on.length) return { problem: t.pick_one, field: form.querySelector('input') };
    if (on[0] === 'unsure') return { answers: { [finding.id]: 'unknown' } };
    if (on[0] === 'none') return { answers: { [finding.id]: Object.fromEntries(Object.keys(finding.options).map((id) => [id, false])) } };
    return { answers: { [finding.id]: on.map((name) => name.slice(2)) } };
  };
  return { page: form, read };
}

/** The body, front and back, beside the list: tapping a part ticks it in the list, which is what counts. */
function bodyMap(rows, t) {
  const inputs = Object.fromEntries(rows.map((row) => [row.firstChild.name.slice(2), row.firstChild]));
  const map = h('div', { class: 'wm-body', 'aria-hidden': 'true' });
  const paint = () => {
    for (const part of map.querySelectorAll('[data-site]')) part.classList.toggle('is-on', inputs[part.dataset.site]?.checked ?? false);
  };
  for (const side of ['front', 'back']) {
    const figure = h('figure', {}, h('figcaption', {}, t[`body_${side}`]));
    map.append(figure);
    drawing(asset(`body-${side}.svg`)).then((svg) => {
      figure.prepend(svg);
      paint();
    });
  }
  map.addEventListener('click', (event) => {
    const site = event.target.closest('[data-site]')?.dataset.site;
    if (!site || !inputs[site]) return;
    inputs[site].checked = !inputs[site].checked;
    inputs[site].dispatchEvent(new Event('change'));
  });
  queueMicrotask(() => map.closest('fieldset').addEventListener('chosen', paint));
  return [map, h('p', { class: 'nhsuk-hint' }, t.body_left_right), h('p', {}, h('strong', {}, t.body_list))];
}

/** One number with its units, and a size of things that people know where it is a length. */
function numberField(guide, finding, known, t, label) {
  const id = `n-${finding.id}`;
  const other = OTHER[finding.unit];
  let inOther = other && guide.prefersOther;
  const [low, high] = finding.range;
  const now = typeof known[finding.id] === 'number' ? known[finding.id] : null;
  const shown = now === null ? '' : String(Math.round((inOther ? other.there(now) : now) * 10) / 10);
  const input = h('input', { class: 'nhsuk-input nhsuk-input--width-5', id, inputmode: 'decimal', autocomplete: 'off', value: shown, 'aria-describedby': `${id}-unit` });
  const unit = other
    ? h('select', { class: 'nhsuk-select', id: `${id}-unit`, 'aria-label': label }, h('option', { value: 'own', selected: !inOther }, t[other.own]), h('option', { value: 'other', selected: inOther }, t[other.name]))
    : h('span', { id: `${id}-unit`, class: 'wm-unit' }, guide.unitName(finding.unit));
  if (other) unit.addEventListener('change', () => (inOther = unit.value === 'other'));
  const sizes = finding.unit === 'cm' ? h('select', { class: 'nhsuk-select', id: `${id}-size` }, h('option', { value: '' }, t.size_none), SIZES.map(([cm, name]) => h('option', { value: cm }, `${t[`size_${name}`]} (${cm} cm)`))) : null;
  sizes?.addEventListener('change', () => {
    if (sizes.value) {
      unit.value = 'own';
      inOther = false;
      input.value = sizes.value;
    }
  });
  const field = h('div', { class: 'nhsuk-form-group' }, label ? h('label', { class: 'nhsuk-label', for: id }, label) : null, h('div', { class: 'wm-number' }, input, unit), sizes ? [h('label', { class: 'nhsuk-label wm-quiet', for: `${id}-size` }, t.size_of), sizes] : null);
  const read = () => {
    const typed = number(input.value);
    if (typed === null) return { answers: { [finding.id]: 'unknown' } };
    const value = toOwn(typed, finding.unit, inOther);
    if (Number.isNaN(value) || value < low || value > high) {
      const show = (n) => Math.round((inOther ? other.there(n) : n) * 10) / 10;
      const name = other ? t[inOther ? other.name : other.own] : guide.unitName(finding.unit);
      return { problem: `${finding.name}: ${fill(t.number_bad, { low: show(low), high: show(high), unit: name })}`, field: input };
    }
    return { answers: { [finding.id]: value } };
  };
  return { field, read, input };
}

function numbers(guide, finding, known, t) {
  const { field, read, input } = numberField(guide, finding, known, t, null);
  input.setAttribute('aria-label', finding.question);
  return { page: group(finding.question, null, ...helps(guide, finding, t), field), read };
}

/** A page of findings: a checklist of those that are yes or no, then the numbers. */
function panelPage(guide, question, known, t) {
  const findings = question.panel.findings.map((name) => guide.findings[name]);
  const listed = findings.filter((f) => f.kind === 'yes_no');
  const fields = findings.filter((f) => f.kind === 'number').map((f) => numberField(guide, f, known, t, f.name));
  const answered = listed.some((f) => f.id in known);
  const on = (name) => known[name] === true;
  const allOff = answered && listed.every((f) => known[f.id] === false);
  const someUnsure = answered && listed.some((f) => known[f.id] === 'unknown');
  const item = (f) => {
    const row = box(`f-${f.id}`, f.name, on(f.id), () => alone(null));
    const tell = h('details', { class: 'wm-tell' }, h('summary', {}, h('span', { class: 'nhsuk-u-visually-hidden' }, `${f.name}: `), t.how_to_tell));
    row.append(later(tell, async () => [h('p', {}, f.question, ' ', await guide.help(f.id)), pictures(guide, f.id, t)]));
    return row;
  };
  const list = listed.length ? h('div', { class: 'nhsuk-checkboxes wm-panel' }, listed.map(item), h('div', { class: 'nhsuk-checkboxes__divider' }), box('none', question.panel.none, allOff, () => alone('none')), box('unsure', t.unsure, someUnsure && !listed.some((f) => on(f.id)), () => alone('unsure')), box('rest', t.rest_unsure, someUnsure && listed.some((f) => on(f.id)), () => alone('rest'))) : null;
  const hint = h('p', { class: 'nhsuk-hint' }, listed.length ? t.choose_all : question.why);
  const form = group(question.panel.question, hint, list, fields.map((f) => f.field));
  const alone = (id) => {
    for (const input of list.querySelectorAll('input')) {
      const apart = input.name === 'none' || input.name === 'unsure';
      const clears = id === null || id === 'rest' ? apart : input.name !== id;
      if (clears) input.checked = false;
    }
  };
  const read = () => {
    const answers = {};
    const chosen = new Set([...form.querySelectorAll('.wm-panel input:checked')].map((input) => input.name));
    if (listed.length && !chosen.size) return { problem: t.pick_one, field: form.querySelector('input') };
    const empty = chosen.has('unsure') || chosen.has('rest') ? 'unknown' : false;
    for (const f of listed) answers[f.id] = chosen.has(`f-${f.id}`) || empty;
    for (const { read: one } of fields) {
      const got = one();
      if (got.problem) return got;
      Object.assign(answers, got.answers);
    }
    return { answers };
  };
  return { page: form, read };
}
