// What the journal keeps, locked: AES-GCM under a key from the passphrase. Neither the key nor the passphrase is ever kept.

const NAME = 'waymend-journal';
const ROUNDS = 600000; // PBKDF2 with SHA-256: what OWASP's password storage sheet asked for in 2023
const TEST = 'waymend';

const wait = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

async function database() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('lock');
    opening.result.createObjectStore('entries', { autoIncrement: true });
  };
  return wait(opening);
}

const store = (base, name, mode) => base.transaction(name, mode).objectStore(name);

async function keyFrom(passphrase, salt, rounds) {
  const words = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, words, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}

async function open(key, { iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data)));
}

/** Whether a journal is on, without making one. */
export async function isOn() {
  return (await indexedDB.databases()).some((base) => base.name === NAME);
}

/** Turn the journal on under a new passphrase. */
export async function turnOn(passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keyFrom(passphrase, salt, ROUNDS);
  const base = await database();
  await wait(store(base, 'lock', 'readwrite').put({ salt, rounds: ROUNDS, test: await seal(key, TEST) }, 'lock'));
  return journal(base, key);
}

/** Unlock it; null when the passphrase is not the one. */
export async function unlock(passphrase) {
  const base = await database();
  const { salt, rounds, test } = await wait(store(base, 'lock').get('lock'));
  const key = await keyFrom(passphrase, salt, rounds);
  try {
    await open(key, test);
  } catch {
    base.close(); // a wrong passphrase shows as data that cannot be authenticated
    return null;
  }
  return journal(base, key);
}

/** Everything gone from this device. */
export async function remove() {
  await wait(indexedDB.deleteDatabase(NAME));
}

function journal(base, key) {
  return {
    /** All entries with their keys, oldest first. */
    async all() {
      const entries = store(base, 'entries');
      const [keys, sealed] = await Promise.all([wait(entries.getAllKeys()), wait(entries.getAll())]);
      const found = await Promise.all(sealed.map(async (one, n) => ({ ...(await open(key, one)), key: keys[n] })));
      return found.sort((a, b) => a.date.localeCompare(b.date) || a.key - b.key);
    },
    async add(entry) {
      const sealed = await seal(key, entry);
      await wait(store(base, 'entries', 'readwrite').add(sealed));
    },
    async drop(entryKey) {
      await wait(store(base, 'entries', 'readwrite').delete(entryKey));
    },
    close: () => base.close(),
  };
}
