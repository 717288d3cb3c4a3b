// Opens a bundle with everything loaded, as the app does in parts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";


const read = (folder, name) => JSON.parse(readFileSync(join(folder, name), "utf-8"));

export async function open(app, folder, language) {
  const { Engine } = await import(pathToFileURL(join(app, "engine", "engine.js")));
  const core = read(folder, "core.json");
  const engine = new Engine(core, read(folder, `check.${language}.json`));
  const groups = new Set(Object.values(core.concerns).map((concern) => concern.group));
  for (const name of [...groups, "more"]) engine.add(read(folder, `${name}.${language}.json`));
  engine.add(read(folder, "cite.json"));
  return engine;
}
