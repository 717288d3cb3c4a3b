// Opens the weights as the app's worker does.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export async function open(app, weights) {
  const { openLikeness } = await import(pathToFileURL(join(app, "engine", "read", "likeness.js")));
  return { sounds: openLikeness(weights) };
}
