// Free text → mentions: the compiled reader (waymend/read/native), as WebAssembly. Loaded only when someone chooses to type.

const OUT = 24; // bytes of what it hands back: where the text is and how long, and two places of its own
const UNTOLD = { about: null, status: null, span: null, text: null, cue: null, rule: null, option: null, side: null, value: null, unit: null };

/** A reader. wasm: the compiled reader; words: a guide's reading bundle, as JSON. Rejects where the bundle is none. */
export async function openReader(wasm, words) {
  const { instance } = await WebAssembly.instantiate(wasm);
  const { memory, waymend_alloc: alloc, waymend_free: free, waymend_open: open, waymend_read: readAll, waymend_context: contextOf } = instance.exports;
  const out = alloc(OUT);
  const said = () => {
    const [at, length] = new Uint32Array(memory.buffer, out, 2);
    return new TextDecoder().decode(new Uint8Array(memory.buffer, at, length));
  };
  /** Calls with each string's place and length, and takes the strings back. */
  const lend = (strings, call) => {
    const lent = strings.map((string) => {
      const bytes = new TextEncoder().encode(string);
      const at = alloc(bytes.length);
      if (!at) throw new Error('there is not enough memory to read this');
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      return [at, bytes.length];
    });
    try {
      return call(...lent.flat());
    } finally {
      for (const [at, length] of lent) free(at, length);
    }
  };
  const handle = lend([words], (at, length) => open(at, length, 1, out));
  if (!handle) throw new Error(`no text can be read: ${said()}`);
  return {
    /** All mentions of a text, in order; places count as strings do. now: {weekday (Monday is 0), hour, year} for "since Friday" and "in 2019", or null. */
    read(text, now = null) {
      if (lend([text], (at, length) => readAll(handle, at, length, now?.weekday ?? -1, now?.hour ?? 0, now?.year ?? 0, out)) < 0) throw new Error('there is not enough memory to read this');
      return JSON.parse(said()).map((mention) => ({ ...UNTOLD, ...mention }));
    },
    /** What the words around a target say of it, as a number (root.zig). */
    context: (text, target) => lend([text, target], (at, length, targetAt, targetLength) => contextOf(handle, at, length, targetAt, targetLength)),
  };
}
