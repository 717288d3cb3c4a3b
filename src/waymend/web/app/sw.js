// Keeps one version of the whole app for use without signal. VERSION and GROUPS stand above, written when the site is built.
// Pages and assets come from one cache alone, so two versions never mix; a newer one waits until the person takes it.

const NAME = `waymend-${VERSION}`;
const at = (path) => new URL(path, registration.scope).href;
const known = new Set(Object.values(GROUPS).flat().map(at));

async function keep(group) {
  const cache = await caches.open(NAME);
  const have = new Set((await cache.keys()).map((request) => request.url));
  const missing = (GROUPS[group] ?? []).map(at).filter((url) => !have.has(url));
  await cache.addAll(missing.map((url) => new Request(url, { cache: 'no-cache' })));
}

addEventListener('install', (event) => event.waitUntil(keep('all')));

addEventListener('activate', (event) => {
  const others = async () => {
    for (const name of await caches.keys()) if (name.startsWith('waymend-') && name !== NAME) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(others());
});

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
  if (fresh.ok && (known.has(url.href) || url.pathname.includes('/places/'))) await cache.put(url.href, fresh.clone());
  return fresh;
}

addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !url.href.startsWith(registration.scope) || url.pathname.includes('/api/')) return;
  event.respondWith(answer(event.request));
});
