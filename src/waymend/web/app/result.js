// The result: how soon, what to do, what not to do, what to watch for, why, what else, and who can help. Also on one sheet, and as text.

import { fill, h } from './dom.js';

const LISTS = [['do', 'do_now'], ['avoid', 'do_not'], ['watch', 'watch_for'], ['tests', 'tests_vaccines'], ['treatment', 'treatment']];

/** `full()`: the same assessment with reasons of steps and sources, loaded when somebody asks for them, and the titles of sources. */
export function resultPage(guide, a, answers, t, actions, full) {
  return h('article', { class: 'wm-result' },
    card(guide, a, t),
    h('p', { class: 'wm-quiet' }, a.not_a_diagnosis),
    h('div', { class: 'wm-actions' },
      actions.more ? h('button', { type: 'button', class: 'nhsuk-button nhsuk-button--secondary', onclick: actions.more }, t.ask_more) : null,
      h('button', { type: 'button', class: 'nhsuk-button nhsuk-button--secondary', onclick: () => print() }, t.print),
      copyButton(guide, a, answers, t)),
    h('p', { class: 'wm-print-only' }, t.print_for, ' ', fill(t.print_made, { date: new Date().toLocaleDateString(document.documentElement.lang) })),
    h('div', { class: 'wm-print-only' }, told(guide, answers, t)),
    LISTS.slice(0, 3).map(([list, title]) => steps(a.plan[list], t[title], list, t, full)),
    a.plan.helplines.length || a.plan.services.length ? who(guide, a, t, actions) : null,
    why(guide, a, answers, t, full),
    h('div', { class: 'wm-screen-only' }, LISTS.slice(3).map(([list, title]) => steps(a.plan[list], t[title], list, t, full))),
    timeline(a.plan.timeline, t),
    else_(guide, a, t),
    said(guide, answers, t, actions),
    h('p', {}, h('button', { type: 'button', class: 'wm-link', onclick: actions.again }, t.clear_all)));
}

function card(guide, a, t) {
  const level = a.urgency.at_least;
  const about = guide.urgencies.find((u) => u.id === level);
  const first = a.concerns.filter((c) => c.status === 'fits');
  const more = level !== 'emergency' && !a.urgency.settled ? t.result_could_be : level === 'emergency' ? null : t.result_settled;
  return h('section', { class: `nhsuk-card nhsuk-card--care wm-care wm-care--${level ?? 'nothing'}` },
    h('div', { class: 'nhsuk-card--care__heading-container' }, h('h1', { class: 'nhsuk-card--care__heading' }, about ? about.name : t.result_nothing)),
    h('div', { class: 'nhsuk-card__content' },
      a.danger_now ? h('p', { class: 'wm-danger__now' }, callable(guide, a.danger_now)) : h('p', { class: 'nhsuk-body-l' }, about ? guide.say(about.meaning) : a.nothing_fits),
      level === 'emergency' ? h('p', {}, h('a', { class: 'nhsuk-button nhsuk-button--warning', href: `tel:${guide.emergency()}` }, fill(t.danger_call, { emergency: guide.emergency() }))) : null,
      first.length ? h('ul', { class: 'wm-fits' }, first.slice(0, 4).map((c) => h('li', {}, h('a', { href: guide.page(`learn/${c.id}.html`) }, c.name), `: ${c.plain}`))) : null,
      more ? h('p', { class: 'wm-quiet' }, more) : null));
}

/** A sentence in which the emergency number can be tapped. */
function callable(guide, text) {
  const number = guide.emergency();
  const at = text.indexOf(number);
  return at < 0 ? text : [text.slice(0, at), h('a', { href: `tel:${number}` }, number), text.slice(at + number.length)];
}

// So many of a list are shown at once, and printed; the rest is folded. The last thing to watch for is the one that always holds.
const SHOWN = { do: 7, avoid: 4, watch: 4, tests: 4, treatment: 4 };

function steps(list, title, kind, t, full) {
  if (!list.length) return null;
  const cut = list.length > SHOWN[kind] + 1 ? SHOWN[kind] : list.length;
  const first = kind === 'watch' && cut < list.length ? [...list.slice(0, cut - 1), list.at(-1)] : list.slice(0, cut);
  const rest = list.filter((step) => !first.includes(step));
  const items = (some) => h('ul', { class: 'wm-list' }, some.map((step) => h('li', {}, step.text)));
  return h('section', { class: `wm-steps wm-steps--${kind}` }, h('h2', {}, title), items(first), rest.length ? h('details', { class: 'wm-tell' }, h('summary', {}, fill(t.more_of_this, { n: rest.length }), h('span', { class: 'nhsuk-u-visually-hidden' }, ` ${title}`)), items(rest)) : null, allGrounds(title, list, t, full, (a) => a.plan[kind]));
}

/** Why the steps of a list are there, and their sources, folded away. */
function allGrounds(of, list, t, full, pick) {
  const details = h('details', { class: 'wm-tell' }, h('summary', {}, t.why_and_sources, h('span', { class: 'nhsuk-u-visually-hidden' }, ` ${of}`)));
  const open = async () => {
    const { assessment, title } = await full();
    const parts = pick(assessment);
    details.append(h('ul', {}, parts.map((step) => h('li', {}, h('strong', {}, step.text), ' ', step.because, ' ', sourcesLine(step, t, title)))));
  };
  details.addEventListener('toggle', open, { once: true });
  return details;
}

function sourcesLine(part, t, title) {
  return h('span', { class: 'wm-quiet' }, fill(t.source_grade, { grade: t[`grade_${part.evidence}`] }), '. ', t.sources, ': ', part.sources.map((key) => (key === 'general' ? t.source_awaiting : title(key))).join('; '));
}

/** The sources of a concern, folded away. */
function grounds(of, t, full, pick) {
  const details = h('details', { class: 'wm-tell' }, h('summary', {}, h('span', { class: 'nhsuk-u-visually-hidden' }, `${of} `), t.sources));
  const open = async () => {
    const { assessment, title } = await full();
    details.append(h('p', {}, sourcesLine(pick(assessment), t, title)));
  };
  details.addEventListener('toggle', open, { once: true });
  return details;
}

function who(guide, a, t, actions) {
  const lines = a.plan.helplines.map((line) => lineItem(line, t));
  const needs = a.plan.services.map((s, n) => h('li', { class: n < 4 ? '' : 'wm-screen-only' }, h('strong', {}, guide.needName(s.need)), `: ${s.why}`));
  const near = h('div', { class: 'wm-near' }, h('button', { type: 'button', class: 'nhsuk-button nhsuk-button--secondary', onclick: () => findNear(near, a, t) }, t.find_here));
  const choose = h('select', { class: 'nhsuk-select', id: 'country', onchange: (event) => actions.country(event.target.value) }, guide.countries.map((c) => h('option', { value: c.country, selected: c.country === guide.country }, c.name)));
  return h('section', { class: 'wm-who' }, h('h2', {}, t.who_helps), needs.length ? [h('ul', {}, needs), near] : null, h('h3', {}, t.phone_lines), h('ul', {}, lines), h('div', { class: 'wm-country' }, h('label', { class: 'nhsuk-label', for: 'country' }, t.country), choose));
}

/** The search for places opens in the result, so that what is needed never stands in an address. */
async function findNear(place, a, t) {
  const { finder } = await import('./find.js');
  place.replaceChildren(await finder(t, a.plan.services.map((service) => service.need)));
  place.querySelector('input, p').focus();
}

export function lineItem(line, t) {
  return h('li', {}, h('strong', {}, line.name), ': ',
    line.number ? h('a', { href: `tel:${line.number.replace(/[^\d+]/g, '')}` }, `${t.call} ${line.number}`) : null,
    line.text ? [' ', `${t.text}: ${line.text}`] : null,
    line.chat ? [' ', h('a', { href: line.chat, rel: 'noreferrer noopener' }, t.chat)] : null,
    ` (${line.hours}). `, line.what ?? '');
}

function why(guide, a, answers, t, full) {
  const fits = a.concerns.filter((c) => c.status === 'fits');
  if (!fits.length) return null;
  return h('section', {}, h('h2', {}, t.why_this), fits.map((c, n) => h('div', { class: n < 3 ? 'wm-why' : 'wm-why wm-screen-only' },
    h('h3', {}, h('a', { href: guide.page(`learn/${c.id}.html`) }, c.name), h('span', { class: 'wm-quiet' }, ` ${c.plain}`)),
    c.findings.length ? h('p', {}, t.you_said, ' ', c.findings.map((name) => guide.said(name, answers)).join(', '), '.') : null,
    h('ul', {}, c.because.map((reason) => h('li', {}, reason))),
    c.against_because.length ? h('p', {}, t.speaks_against, ': ', c.against_because.join(' ')) : null,
    grounds(c.name, t, full, (whole) => whole.concerns.find((other) => other.id === c.id)))));
}

function else_(guide, a, t) {
  const possible = a.concerns.filter((c) => c.status === 'possible').slice(0, 6);
  const twins = a.concerns.filter((c) => c.status === 'fits').slice(0, 2).flatMap((c) => c.else.map((twin) => [twin.concern, twin.tell]));
  if (!possible.length && !twins.length) return null;
  return h('section', { class: 'wm-screen-only' }, h('h2', {}, t.what_else),
    possible.length ? [h('p', {}, t.could_be, ':'), h('ul', {}, possible.map((c) => h('li', {}, h('a', { href: guide.page(`learn/${c.id}.html`) }, c.name), `: ${c.plain}. `, c.would_tell.length ? [t.would_tell, ': ', c.would_tell.slice(0, 4).map((name) => guide.findings[name].name).join(', '), '.'] : null)))] : null,
    twins.length ? h('ul', {}, twins.slice(0, 8).map(([concern, tell]) => h('li', {}, h('a', { href: guide.page(`learn/${concern}.html`) }, guide.concernName(concern)), `: ${tell}`))) : null);
}

/** The healing times as a picture: one bar a span on a common scale, each with its words. */
function timeline(spans, t) {
  if (!spans.length) return null;
  const end = Math.max(...spans.map((s) => s.to_days ?? s.from_days), 1);
  const scale = (day) => Math.round((Math.log1p(day) / Math.log1p(end)) * 100);
  const bar = (span) => {
    const from = scale(span.from_days);
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 100 6');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    for (const [x, width, color] of [[0, 100, '#d8dde0'], [from, Math.max(2, scale(span.to_days) - from), '#005eb8']]) {
      const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      for (const [key, value] of Object.entries({ x, y: 0, width, height: 6, fill: color })) rect.setAttribute(key, value);
      svg.append(rect);
    }
    return svg;
  };
  const days = (span) => (span.from_days === span.to_days ? fill(t.day_of, { from: span.from_days }) : fill(t.days, { from: span.from_days, to: span.to_days }));
  return h('section', {}, h('h2', {}, t.healing_time), h('ol', { class: 'wm-timeline' }, spans.map((span) => h('li', {}, h('strong', {}, days(span)), bar(span), ' ', span.expect))));
}

/** What was said, in one line, for paper. */
function told(guide, answers, t) {
  const names = Object.keys(answers).filter((name) => answers[name] !== false && guide.told(name, answers));
  return names.length ? h('p', {}, h('strong', {}, t.you_said), ' ', names.map((name) => guide.said(name, answers)).join(', '), '.') : null;
}

function said(guide, answers, t, actions) {
  const rows = Object.keys(answers).filter((name) => guide.told(name, answers));
  return h('details', { class: 'nhsuk-details wm-said' }, h('summary', { class: 'nhsuk-details__summary' }, h('span', { class: 'nhsuk-details__summary-text' }, t.your_answers)),
    h('div', { class: 'nhsuk-details__text' }, rows.length ? h('ul', { class: 'wm-answers' }, rows.map((name) => h('li', {}, `${guide.findings[name].name}: ${guide.answerText(name, answers[name], t)} `, h('button', { type: 'button', class: 'wm-link', onclick: () => actions.change(name) }, t.change_answer, h('span', { class: 'nhsuk-u-visually-hidden' }, ` ${guide.findings[name].name}`))))) : h('p', {}, t.no_answers)));
}

/** The result in plain text, for a message or a note. */
export function asText(guide, a, answers, t) {
  const level = guide.urgencies.find((u) => u.id === a.urgency.at_least);
  const lines = [`${t.result_title}: ${level ? level.name : t.result_nothing}`, a.danger_now ?? (level ? guide.say(level.meaning) : a.nothing_fits), ''];
  for (const c of a.concerns.filter((c) => c.status === 'fits')) lines.push(`- ${c.name}: ${c.plain}`);
  for (const [list, title] of LISTS) if (a.plan[list].length) lines.push('', `${t[title]}:`, ...a.plan[list].map((s) => `- ${s.text}`));
  if (a.plan.helplines.length) lines.push('', `${t.phone_lines}:`, ...a.plan.helplines.map((l) => `- ${l.name}: ${l.number ?? l.text ?? l.chat} (${l.hours})`));
  const told = Object.keys(answers).filter((name) => guide.told(name, answers));
  if (told.length) lines.push('', `${t.your_answers}:`, ...told.map((name) => `- ${guide.findings[name].name}: ${guide.answerText(name, answers[name], t)}`));
  return [...lines, '', a.not_a_diagnosis].join('\n');
}

function copyButton(guide, a, answers, t) {
  const status = h('span', { role: 'status' });
  const copy = async () => {
    const text = asText(guide, a, answers, t);
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = ` ${t.copied}`;
    } catch {
      const area = h('textarea', { class: 'nhsuk-textarea', rows: '12', readonly: true, 'aria-label': t.copy });
      area.value = text;
      status.replaceChildren(` ${t.copy_failed} `, area); // said plainly: a browser may forbid the clipboard
      area.select();
    }
  };
  return h('span', {}, h('button', { type: 'button', class: 'nhsuk-button nhsuk-button--secondary', onclick: copy }, t.copy), status);
}
