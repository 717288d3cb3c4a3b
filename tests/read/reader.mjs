// Opens the reader as the app's worker does, from files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export async function open(app, wasm, words) {
  const { openReader } = await import(pathToFileURL(join(app, "engine", "read", "reader.js")));
  const { answersOf } = await import(pathToFileURL(join(app, "engine", "read", "answers.js")));
  const reader = await openReader(readFileSync(wasm), JSON.stringify(words));
  return { read: reader.read, context: reader.context, answersOf: (mentions) => answersOf(mentions, words) };
}
