// Keeps one version of the whole app for use without signal. VERSION, ASSETS and GROUPS stand above, written when the site is built.
// Pages and assets come from one cache alone, and a page of another version is never put into it, so two versions never mix; a newer one waits until the person takes it.

const NAME = `waymend-${VERSION}`;
const at = (path) => new URL(path, registration.scope).href;
const known = new Set(Object.values(GROUPS).flat().map(at));
const older = async () => (await caches.keys()).filter((name) => name.startsWith('waymend-') && name !== NAME);

/** Whether an answer belongs to this version: every page names the folder of its assets. */
async function isOurs(answer) {
  if (!answer.ok) return false;
  const isPage = answer.headers.get('content-type')?.startsWith('text/html');
  return !isPage || (await answer.clone().text()).includes(`${ASSETS}/`);
}

async function keep(group) {
  const cache = await caches.open(NAME);
  const have = new Set((await cache.keys()).map((request) => request.url));
  const missing = (GROUPS[group] ?? []).map(at).filter((url) => !have.has(url));
  await Promise.all(missing.map(async (url) => {
    const answer = await fetch(new Request(url, { cache: 'no-cache' }));
    if (!(await isOurs(answer))) throw new Error(`${url} is missing, or of another version`);
    await cache.put(url, answer);
  }));
}

/** The languages that an older version keeps: the newer one keeps them too before it can be taken. */
async function languagesInUse() {
  const names = await older();
  const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((request) => request.url)));
  const urls = new Set(kept.flat());
  return Object.keys(GROUPS).filter((group) => group !== 'all' && GROUPS[group].some((path) => path.endsWith('.html') && urls.has(at(path))));
}

addEventListener('install', (event) => event.waitUntil(languagesInUse().then((languages) => Promise.all(['all', ...languages].map(keep)))));

addEventListener('activate', (event) => event.waitUntil(older().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => clients.claim())));

addEventListener('message', (event) => {
  if (event.data?.use) skipWaiting();
  if (event.data?.keep) event.waitUntil(keep(event.data.keep).then(() => event.source?.postMessage({ kept: event.data.keep })));
});

async function answer(request) {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  if (url.pathname.endsWith('/')) url.pathname += 'index.html';
  const cache = await caches.open(NAME);
  const kept = await cache.match(url.href);
  if (kept) return kept;
  const fresh = await fetch(request);
  // Directory tiles are kept once they were used; they name a region, never a person.
  if ((known.has(url.href) || url.pathname.includes('/places/')) && (await isOurs(fresh))) await cache.put(url.href, fresh.clone());
  return fresh;
}

addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !url.href.startsWith(registration.scope) || url.pathname.includes('/api/')) return;
  event.respondWith(answer(event.request));
});
