// Runs beside the Python tests: a line of JSON in, a line of JSON out. `make` loads an ES module, from a file or from its text;
// `call` calls one of its exports (or a method of something that an earlier call kept) with each list of arguments in turn.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const kept = new Map();

const does = {
  async make({ path, text, as }) {
    const address = path ? pathToFileURL(path) : `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
    kept.set(as, await import(address));
  },
  async call({ on, name, lists, as, text }) {
    const owner = kept.get(on);
    const results = [];
    for (const list of lists) {
      try {
        const value = await owner[name](...list.map((a) => (typeof a === "string" && a[0] === "@" && kept.has(a.slice(1)) ? kept.get(a.slice(1)) : a)));
        if (as) kept.set(as, value);
        results.push({ value: as ? null : text ? JSON.stringify(value, null, 2) : value === undefined ? null : value });
      } catch (error) {
        results.push({ error: error.message, kind: error.name, stack: error.stack });
      }
    }
    return results;
  },
  /** Median time of one call, in microseconds, over all lists and rounds. */
  async time({ on, name, lists, rounds }) {
    const owner = kept.get(on);
    const times = [];
    for (let round = 0; round < rounds; round++)
      for (const list of lists) {
        const start = process.hrtime.bigint();
        owner[name](...list);
        times.push(Number(process.hrtime.bigint() - start) / 1000);
      }
    return times.sort((a, b) => a - b)[times.length >> 1];
  },
  async drop({ as }) {
    kept.delete(as);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let reply;
  try {
    reply = { reply: (await does[order.do](order)) ?? null };
  } catch (error) {
    reply = { failed: String(error.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
