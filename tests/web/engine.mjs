// Opens a bundle with everything loaded, as the app does in parts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";


const read = (folder, name) => JSON.parse(readFileSync(join(folder, name), "utf-8"));

export async function open(app, folder, language) {
  const { Engine } = await import(pathToFileURL(join(app, "engine", "engine.js")));
  const core = read(folder, "core.json");
  const engine = new Engine(core, read(folder, `check.${language}.json`));
  for (const concern of Object.keys(core.concerns)) engine.add(read(folder, `of/${concern}.${language}.json`));
  engine.add(read(folder, `more.${language}.json`));
  engine.add(read(folder, "cite.json"));
  return engine;
}
