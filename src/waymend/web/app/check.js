// The check: danger first, one question a page, and a result at any time. Answers live in this page's memory and nowhere else.

import { fill, h, show } from './dom.js';
import { loadGuide } from './guide.js';
import { questionPage } from './question.js';
import { resultPage } from './result.js';

/** Fetch what the check needs before somebody starts it. */
export const fetchAhead = () => loadGuide();

/** Start the check by one of the ways in. The history holds only the number of the page. */
export async function begin(t, wayId) {
  const guide = await loadGuide();
  const way = guide.ways.find((w) => w.id === wayId);
  const place = document.getElementById('app') ?? document.getElementById('main');
  const before = [...place.childNodes];
  const state = { guide, t, way, place, before, pages: [{ answers: { ...(way?.given ?? {}) } }], at: 0, country: guide.country };
  document.body.classList.add('is-checking');
  history.replaceState({ page: -1 }, '');
  addEventListener('popstate', (event) => go(state, event.state?.page ?? -1));
  history.pushState({ page: 0 }, '');
  await ask(state);
}

/** Show a page that was there before, for Back and Forward. */
function go(state, number) {
  document.body.classList.toggle('is-checking', number >= 0);
  if (number < 0) {
    show(state.place, ...state.before);
    return;
  }
  if (number >= state.pages.length) return; // Forward into a page whose answers were cleared
  state.at = number;
  ask(state);
}

function answersNow(state) {
  return state.pages[state.at].answers;
}

function assess(state) {
  return state.guide.assess(answersNow(state), { country: state.country, way: state.way?.id });
}

/** The next page: a question, or the result when nothing more is asked or somebody wants it now. */
async function ask(state) {
  const { t } = state;
  const page = state.pages[state.at];
  const assessment = assess(state);
  const question = page.question ?? assessment.next_question;
  if (page.result || !question) return result(state);
  page.question = question;
  const { page: form, read } = await questionPage(state.guide, question, page.said ?? answersNow(state), t);
  const errors = h('div', {});
  const go = (event) => {
    event.preventDefault();
    const got = read();
    if (got.problem) return complain(errors, got, t);
    page.said = got.answers;
    forward(state, { answers: { ...answersNow(state), ...got.answers } });
  };
  const back = h('a', { class: 'nhsuk-back-link', href: '#', onclick: (event) => (event.preventDefault(), history.back()) }, t.back);
  const far = h('p', { class: 'wm-far', role: 'status' }, fill(t.question_of, { n: state.at + 1 }), '. ', question.needed ? t.question_left_danger : t.question_left_more);
  const now = h('button', { type: 'button', class: question.needed ? 'wm-link' : 'nhsuk-button nhsuk-button--secondary', onclick: () => forward(state, { answers: { ...answersNow(state) }, result: true }) }, t.see_result_now);
  const own = state.at === 0 && state.guide.reads ? h('button', { type: 'button', class: 'wm-link', onclick: () => type(state) }, t.type_instead) : null;
  show(state.place, back, errors, h('form', { novalidate: true, onsubmit: go }, form, h('div', { class: 'wm-go' }, h('button', { class: 'nhsuk-button', type: 'submit' }, t.continue), now, own)), far);
}

/** In their own words, instead of the first question. What speaks of danger now is answered at once; all else is shown first, to be put right. */
async function type(state) {
  const { t, guide } = state;
  const { typingPage, understoodPage } = await import('./typed.js');
  const back = (to) => h('a', { class: 'nhsuk-back-link', href: '#', onclick: (event) => (event.preventDefault(), to()) }, t.back);
  const assess = (answers) => guide.assess({ ...answersNow(state), ...answers }, { country: state.country, way: state.way?.id });
  const typing = typingPage(t, (answers) => assess(answers).urgency.at_least, (got) => {
    const take = (answers) => forward(state, { answers: { ...answersNow(state), ...answers } });
    if (assess(got.answers).danger_now) return take(got.answers);
    show(state.place, back(() => show(state.place, back(() => ask(state)), typing)), understoodPage(guide, got, t, take));
  });
  show(state.place, back(() => ask(state)), typing);
}

function forward(state, page) {
  state.pages = [...state.pages.slice(0, state.at + 1), page];
  state.at += 1;
  history.pushState({ page: state.at }, '');
  return ask(state);
}

function complain(place, { problem, field }, t) {
  const link = h('a', { href: '#', onclick: (event) => (event.preventDefault(), field?.focus()) }, problem);
  const summary = h('div', { class: 'nhsuk-error-summary', role: 'alert', tabindex: '-1' }, h('h2', { class: 'nhsuk-error-summary__title' }, t.error_title), h('div', { class: 'nhsuk-error-summary__body' }, h('ul', { class: 'nhsuk-list nhsuk-error-summary__list' }, h('li', {}, link))));
  place.replaceChildren(summary);
  summary.focus();
}

async function result(state) {
  const { t } = state;
  const options = { country: state.country, way: state.way?.id };
  const answers = answersNow(state);
  const assessment = await state.guide.result(answers, options);
  const full = async () => ({ title: await state.guide.cited(), assessment: await state.guide.result(answers, options) });
  const actions = {
    more: assessment.next_question ? () => forward(state, { answers: { ...answers }, question: assessment.next_question }) : null,
    change: (name) => change(state, name),
    country: (code) => ((state.country = code), ask(state)),
    again: () => {
      state.pages = [{ answers: { ...(state.way?.given ?? {}) } }];
      state.at = 0;
      history.pushState({ page: 0 }, '');
      ask(state);
    },
  };
  const back = h('a', { class: 'nhsuk-back-link', href: '#', onclick: (event) => (event.preventDefault(), history.back()) }, t.back);
  show(state.place, back, resultPage(state.guide, assessment, answers, t, actions, full));
}

/** Answer one finding again, then come back to the result. */
async function change(state, name) {
  const { t, guide } = state;
  const question = { finding: name, panel: null, needed: true };
  const { page: form, read } = await questionPage(guide, question, answersNow(state), t);
  const errors = h('div', {});
  const go = (event) => {
    event.preventDefault();
    const got = read();
    if (got.problem) return complain(errors, got, t);
    forward(state, { answers: { ...answersNow(state), ...got.answers }, result: true });
  };
  const back = h('a', { class: 'nhsuk-back-link', href: '#', onclick: (event) => (event.preventDefault(), ask(state)) }, t.back);
  show(state.place, back, errors, h('form', { novalidate: true, onsubmit: go }, form, h('button', { class: 'nhsuk-button', type: 'submit' }, t.continue)));
}
