// Every page loads this: leaving, working without signal, and the part of the app that the page asks for.

import './exit.js';
import { h } from './dom.js';

const root = document.documentElement.dataset.root;
const lang = document.documentElement.lang;

/** The app's texts in the language of the page. */
export async function texts() {
  texts.loaded ??= fetch(new URL(`texts.${lang}.json`, import.meta.url)).then((answer) => answer.json());
  return texts.loaded;
}

/** Keep the app on this device, so that it works without signal; offer a newer one, and never mix the two. */
async function keep() {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  const registration = await navigator.serviceWorker.register(new URL(`${root}sw.js`, location.href), { updateViaCache: 'none' });
  const worker = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener('message', (event) => {
    if (event.data.kept !== lang) return;
    document.documentElement.dataset.kept = lang; // shows, on the page about privacy, that it works without signal now
  });
  navigator.serviceWorker.startMessages();
  worker.active.postMessage({ keep: lang });
  const offer = async () => {
    if (!registration.waiting || !navigator.serviceWorker.controller || document.getElementById('newer')) return;
    const t = await texts();
    const use = () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration.waiting.postMessage({ use: true });
    };
    const button = h('button', { type: 'button', class: 'nhsuk-button nhsuk-button--secondary nhsuk-button--small', onclick: use }, t.new_version_use);
    document.getElementById('main').prepend(h('p', { id: 'newer', class: 'nhsuk-inset-text', role: 'status' }, t.new_version, ' ', button));
  };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  await offer();
}

/** What each page needs beyond its text is loaded only there. */
async function start() {
  const parts = [
    ['[data-way]', './check.js'],
    ['[data-search]', './learn.js'],
    ['[data-screen]', './screens.js'],
    ['[data-find], [data-lines]', './find.js'],
    ['[data-journal]', './journal.js'],
  ];
  for (const [selector, module] of parts) {
    if (!document.querySelector(selector)) continue;
    if (module === './check.js') {
      wait(module);
      continue;
    }
    const [part, t] = await Promise.all([import(module), texts()]);
    if (document.querySelector(selector)) part.start(t); // the page may have been left meanwhile
  }
}

/** The check is fetched when somebody starts it, or when the page has come to rest. */
function wait(module) {
  const begin = async (event) => {
    const link = event.target.closest('[data-way]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    (await import(module)).begin(await texts(), link.dataset.way);
  };
  document.addEventListener('click', begin);
  (window.requestIdleCallback ?? setTimeout)(() => import(module).then((check) => check.fetchAhead()));
}

start();
keep();
