// Text → tokens and sentences; the twin of waymend/read/fold.py. Places count code points, as Python's do.
export const OTHER = "\x1a";
const TOKEN = /[a-z]+(?:'[a-z]+)*|[0-9]+(?:[.,][0-9]+)*|[ \t\r\n]+|[^a-z0-9 \t\r\n]/g;
const LONGEST = 120;
const WRAPPED = 60;
const ENDS = new Set([".", "!", "?", ";"]);
const SPACES = new Set([" ", "\t", "\r"]);

export const isWord = (token) => token[0] >= "a" && token[0] <= "z";
export const isNumber = (token) => token !== "" && token[0] >= "0" && token[0] <= "9";
export const isGap = (token) => token[0] === "\n" || token[0] === " " || token[0] === "\t" || token[0] === "\r";

/** One ASCII character for each code point of a text. */
export function fold(points, signs) {
  let folded = "";
  for (const point of points) folded += point < "\x80" && point !== "\x0b" && point !== "\x0c" ? point : (signs[point] ?? OTHER);
  return folded.toLowerCase();
}

export class Tokens {
  constructor(text, words, starts) {
    this.text = text;
    this.words = words;
    this.starts = starts;
  }

  end(n) {
    return this.starts[n] + this.words[n].length;
  }
}

export function tokens(points, signs) {
  const text = fold(points, signs);
  const words = [];
  const starts = [];
  for (const match of text.matchAll(TOKEN)) {
    if (SPACES.has(match[0])) continue;
    words.push(match[0]);
    starts.push(match.index);
  }
  return new Tokens(text, words, starts);
}

/** [first, past the last] token of each sentence. */
export function sentences(found, abbreviations, heads) {
  const spans = [];
  const words = found.words;
  const count = words.length;
  let start = 0;
  for (let n = 0; n < count; n++) {
    const word = words[n];
    if ((ENDS.has(word) && stops(found, n, abbreviations)) || (isGap(word) && breaks(found, n, start, heads))) {
      if (n + 1 < count && ".!?".includes(word) && ".!?)\"'".includes(words[n + 1])) continue;
      spans.push([start, n + 1]);
      start = n + 1;
    } else if (n + 1 - start >= LONGEST) {
      spans.push([start, n + 1]);
      start = n + 1;
    }
  }
  if (start < count) spans.push([start, count]);
  return spans;
}

function stops(found, n, abbreviations) {
  const words = found.words;
  const after = found.end(n);
  if (words[n] === "?" && after < found.text.length && n + 1 < words.length && found.starts[n + 1] === after && isWord(words[n + 1]) && (n === 0 || found.end(n - 1) < found.starts[n])) return false;
  if (words[n] !== ".") return true;
  if (after < found.text.length && !" \t\r\n\"')".includes(found.text[after])) return !isWord(words[n + 1]) || words[n + 1].length > 3;
  if (n === 0 || found.end(n - 1) !== found.starts[n]) return true;
  const before = words[n - 1];
  return !(abbreviations.has(before) || (before.length === 1 && isWord(before) && before !== "i"));
}

function breaks(found, n, start, heads) {
  const words = found.words;
  const gap = words[n];
  if (n + 1 >= words.length || n === start) return n + 1 >= words.length;
  const after = words[n + 1];
  const lines = gap.split("\n").length - 1;
  if (lines > 1 || (lines && "-*#>[".includes(after))) return true;
  if (isNumber(after) && n + 2 < words.length && ").]".includes(words[n + 2]) && found.end(n + 1) === found.starts[n + 2]) return true;
  if (headingBegins(found, n + 1, heads)) return true;
  if (!lines) return false;
  const at = found.starts[n];
  const line = at === 0 ? 0 : found.text.lastIndexOf("\n", at - 1) + 1;
  return at - line < WRAPPED || ".:".includes(words[n - 1]);
}

function headingBegins(found, n, heads) {
  const words = found.words;
  if (!heads.has(words[n])) return false;
  for (let m = n + 1; m < Math.min(n + 6, words.length); m++) {
    if (words[m] === ":") return true;
    if (!(isWord(words[m]) || "/&-".includes(words[m])) || isGap(words[m])) return false;
  }
  return false;
}
