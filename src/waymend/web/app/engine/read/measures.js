// Numbers with their units, everyday sizes and times; the twin of waymend/read/measures.py.
import { isGap, isNumber } from "./fold.js";
import { SIZE, UNIT, VITAL, WHEN } from "./lexicon.js";

const AFTER_A_NAME = 6;
const DAY = 24;
const WEEK = 168;
const YEAR = 8766;
const BARE_LOW = 99.5;
const BARE_HIGH = 106;
const LONG_AGO = 2160;
const HOURS_OF = { hours: 1, days: DAY, weeks: WEEK, months: YEAR / 12, years: YEAR };
const HALVES = new Set(["\x01", "\x02", "\x03"]);
const SETS = ["before_number", "on_air", "since", "lasting_words", "ago", "not_times", "not_since", "along", "timeless", "size_words", "bearing"];

export class Measures {
  constructor(told) {
    Object.assign(this, told);
    for (const name of SETS) this[name] = new Set(told[name]);
    this.numbers = new Map(Object.entries(told.numbers));
    this.parts_of_day = new Map(Object.entries(told.parts_of_day));
    this.lengths = byMention(told.lengths);
    this.times = byMention(told.times);
  }

  /** All measures of one sentence, each place once. */
  of(found, start, end, hits, near, now) {
    let any = hits.some((h) => h.layer === SIZE || h.layer === UNIT || h.layer === VITAL || h.layer === WHEN);
    for (let n = start; n < end && !any; n++) any = isNumber(found.words[n]);
    if (!any) return [];
    const measures = new Map();
    for (const measure of new Sentence(this, found, start, end, hits, near, now).all()) {
      const range = this.ranges[measure.finding];
      const value = Math.floor(measure.value * 100 + 0.5) / 100;
      const name = `${measure.finding} ${measure.first}`;
      if (range && range[0] <= value && value <= range[1] && !measures.has(name)) measures.set(name, { ...measure, value, unit: this.units[measure.finding] ?? null });
    }
    return [...measures.values()];
  }
}

function byMention(groups) {
  const found = new Map();
  for (const [finding, abouts] of Object.entries(groups)) for (const about of abouts) found.set(about, [...(found.get(about) ?? []), finding]);
  return found;
}

const measure = (finding, value, first, last, isTime = false) => ({ finding, value, first, last, isTime });

class Sentence {
  constructor(by, found, start, end, hits, near, now) {
    Object.assign(this, { by, found, words: found.words, start, end, near, now });
    this.units = new Map(hits.filter((h) => h.layer === UNIT).map((h) => [h.first, h]));
    this.whens = hits.filter((h) => h.layer === WHEN);
    this.vitals = hits.filter((h) => h.layer === VITAL);
    this.sizes = hits.filter((h) => h.layer === SIZE);
    this.named = new Set(this.vitals.map((h) => h.first));
    this.taken = new Set();
  }

  *all() {
    yield* this.vitalSigns();
    yield* this.everydaySizes();
    yield* this.moments();
    let n = this.start;
    while (n < this.end) {
      const number = this.number(n);
      if (!number) {
        n++;
        continue;
      }
      const [found, next] = this.withUnit(n, number);
      yield* found;
      n = next;
    }
  }

  word(n) {
    return n >= this.start && n < this.end ? this.words[n] : "";
  }

  skip(n, among = "") {
    while (n < this.end && (isGap(this.words[n]) || among.includes(this.words[n]))) n++;
    return n;
  }

  back(n) {
    n--;
    while (n > this.start && isGap(this.words[n])) n--;
    return n;
  }

  number(n) {
    const word = this.word(n);
    const { numbers } = this.by;
    if (!word || !(isNumber(word) || numbers.has(word))) return null;
    if (isNumber(word)) {
      const value = digits(word);
      if (value === null) return null;
      if (this.word(n + 1) === "/" && (this.word(n + 2) === "2" || this.word(n + 2) === "4") && (value === 1 || value === 3)) return { value: value / Number(this.word(n + 2)), last: n + 3 };
      if (HALVES.has(this.word(n + 1))) return { value: value + numbers.get(this.word(n + 1)), last: n + 2 };
      return { value, last: n + 1 };
    }
    let value = numbers.get(word);
    const one = word === "a" || word === "an";
    n++;
    if (word === "half" && (this.word(n) === "a" || this.word(n) === "an")) n++;
    else if (one && ["couple", "few", "dozen", "half"].includes(this.word(n))) {
      value = numbers.get(this.word(n));
      n++;
      if (this.word(n) === "a" || this.word(n) === "an") n++;
    }
    if (this.word(n) === "of") n++;
    return { value, last: n };
  }

  *vitalSigns() {
    const { by } = this;
    const { taken } = this;
    for (const hit of this.vitals)
      for (const finding of hit.meanings) {
        const at = this.afterName(hit, finding);
        if (at === null && finding === by.temperature && isNumber(this.word(hit.first - 1))) {
          const celsius = this.temperature(hit.first - 1, true);
          if (celsius !== null) {
            taken.add(hit.first - 1);
            yield measure(finding, celsius, hit.first - 1, hit.last);
          }
        }
        if (at === null) continue;
        yield* this.vital(finding, at);
        taken.add(at);
      }
    for (let n = this.start; n < this.end; n++) {
      if (taken.has(n) || !isNumber(this.words[n])) continue;
      const value = digits(this.words[n]);
      if (value === null) continue;
      if (this.word(n + 1) === "/" && isNumber(this.word(n + 2)) && this.word(n + 3) !== "/" && this.word(n - 1) !== "/") {
        const bottom = digits(this.word(n + 2));
        if (bottom !== null && 60 <= value && value <= 260 && 25 <= bottom && bottom < value) yield measure(by.pressure, value, n, n + 1);
        continue;
      }
      const celsius = this.temperature(n, false);
      if (celsius !== null) {
        taken.add(n);
        yield measure(by.temperature, celsius, n, n + 1);
      } else if (this.word(this.skip(n + 1)) === "%" && 50 <= value && value <= 100) {
        let onAir = false;
        for (let m = n - 6; m < n + 6; m++) onAir = onAir || by.on_air.has(this.word(m));
        if (onAir) yield measure(by.saturation, value, n, n + 1);
      }
    }
  }

  afterName(hit, finding) {
    const single = hit.last === hit.first + 1 && this.words[hit.first].length === 1;
    if (single && hit.first > this.start && this.found.end(hit.first - 1) === this.found.starts[hit.first] && !"(/".includes(this.words[hit.first - 1])) return null;
    const reach = finding === this.by.age || single ? 2 : AFTER_A_NAME;
    for (let at = hit.last; at < Math.min(hit.last + reach, this.end); at++) {
      const word = this.words[at];
      if (isNumber(word)) return at;
      if (reach === 2 && !":=".includes(word)) return null;
      if (!(isGap(word) || this.by.before_number.has(word))) return null;
    }
    return null;
  }

  *vital(finding, n) {
    const value = digits(this.words[n]);
    if (value === null) return;
    if (finding === this.by.temperature) {
      const celsius = this.temperature(n, true);
      if (celsius !== null) yield measure(finding, celsius, n, n + 1);
    } else if (finding === this.by.pressure || (!this.units.has(this.skip(n + 1)) && this.word(n + 1) !== "/")) yield measure(finding, value, n, n + 1);
  }

  temperature(n, named) {
    const value = digits(this.words[n]);
    if (value === null || (this.word(n + 1) === "/" && isNumber(this.word(n + 2)))) return null;
    let at = this.skip(n + 1, "^-");
    let degree = at > n + 1 && this.words.slice(n + 1, at).includes("^");
    if (["degrees", "degree", "deg"].includes(this.word(at))) {
      degree = true;
      at = this.skip(at + 1);
    }
    const letter = ["f", "c", "fahrenheit", "farenheit", "celsius", "centigrade"].includes(this.word(at)) ? this.word(at)[0] : "";
    if (!named && !degree && !letter) return BARE_LOW <= value && value <= BARE_HIGH && this.words[n].includes(".") ? ((value - 32) * 5) / 9 : null;
    if (!named && !degree && /^[0-9]+$/.test(this.word(n)) && value < 90 && at > n + 1) return null;
    if (letter === "f" || (!letter && value >= 90)) return value > 60 ? ((value - 32) * 5) / 9 : null;
    if (!letter && !(34 <= value && value <= 43)) return null;
    return value;
  }

  *everydaySizes() {
    for (const hit of this.sizes) {
      const near = [];
      for (let m = hit.first - 5; m < hit.first; m++) near.push(this.word(m));
      const after = this.word(this.skip(hit.last, "-"));
      if (!near.some((w) => this.by.size_words.has(w)) && !["size", "sized", "shaped"].includes(after)) continue;
      const factor = near.slice(-3).includes("half") ? 0.7 : 1;
      const finding = this.nearest(this.by.lengths, hit.first, hit.last);
      if (finding) yield measure(finding, hit.meanings[0] * factor, hit.first, hit.last);
    }
  }

  withUnit(n, number) {
    const { by } = this;
    const values = [number.value];
    let last = number.last;
    for (;;) {
      const hit = this.units.get(this.skip(last, "-"));
      const at = this.skip(hit && hit.meanings[0][0] === "length" ? hit.last : last);
      const sign = this.word(at);
      if (!["x", "by", "*", "-", "to", "or"].includes(sign)) break;
      const following = this.number(this.skip(at + 1));
      if (!following || (["to", "or", "-"].includes(sign) && following.last - at > 4)) break;
      values.push(following.value);
      last = following.last;
    }
    const hit = this.units.get(this.skip(last, "-"));
    if (!hit || (this.named.has(hit.first) && isNumber(this.word(this.skip(hit.last, ":="))))) return [[], number.last];
    const [kind, factor] = hit.meanings[0];
    if (kind === "time" && factor === WEEK && isNumber(this.word(hit.last)) && this.word(hit.last + 1) === "d" && last === hit.first) return [[measure(by.pregnancy, values[0], n, hit.last + 2, true)], hit.last + 2];
    let found;
    if (kind === "length") {
      const finding = this.nearest(by.lengths, n, hit.last);
      found = finding ? [measure(finding, Math.max(...values) * factor, n, hit.last)] : [];
    } else if (kind === "time") found = this.time(n, hit.last, values.at(-1) * factor, factor);
    else if (kind === "age") found = this.taken.has(n) ? [] : [measure(by.age, values[0], n, hit.last, true)];
    else found = [measure(by.pregnancy, values[0] * factor, n, hit.last, true)];
    return [found, hit.last];
  }

  *time(first, last, hours, unit) {
    const { by } = this;
    if (unit === WEEK && this.near.some((n) => by.bearing.has(n.about))) {
      yield measure(by.pregnancy, hours / WEEK, first, last, true);
      return;
    }
    const after = this.skip(last);
    const following = this.word(after);
    const before = this.word(this.back(first));
    const aged = before === "age" || before === "aged";
    if (following === "old" || aged) {
      if (unit >= YEAR || aged) yield measure(by.age, hours / YEAR, first, Math.max(last, following === "old" ? after + 1 : last), true);
      return;
    }
    if (by.not_times.has(following) || by.not_since.has(before) || (unit >= YEAR && following === "of")) {
      if (by.along.has(following)) yield measure(by.pregnancy, hours / WEEK, first, after + 1, true);
      return;
    }
    if (by.ago.has(following)) yield* this.ago(first, after + 1, hours);
    else if (by.since.has(before) || by.lasting_words.has(following) || (before === "," && this.word(last) === ",")) yield* unit >= DAY ? this.lasting(first, last, hours) : this.ago(first, last, hours);
    else if (hours >= WEEK && this.ofAWound(first, last)) yield* this.lasting(first, last, hours);
    else yield* this.ago(first, last, hours);
  }

  ofAWound(first, last) {
    const finding = this.nearest(this.by.times, first, last);
    return finding !== null && this.by.units[finding] === "weeks";
  }

  *ago(first, last, hours) {
    if (hours > LONG_AGO) return;
    const finding = this.nearest(this.by.times, first, last);
    if (finding !== null && this.by.units[finding] === "hours") yield measure(finding, hours, first, last, true);
  }

  *lasting(first, last, hours) {
    const { by } = this;
    if (hours > YEAR || !this.near.some((n) => n.present && !by.timeless.has(n.about))) return;
    let finding = this.nearest(by.times, first, last);
    if (finding === null || by.units[finding] === "hours") finding = by.started;
    const unit = by.units[finding] || "days";
    const value = unit === "weeks" ? Math.floor((hours / HOURS_OF[unit]) * 100) / 100 : Math.floor(hours / HOURS_OF[unit]);
    yield measure(finding, value, first, last, true);
  }

  *moments() {
    const { by } = this;
    for (const hit of this.whens) {
      let hours = hit.meanings[0];
      if (hours < 0) {
        if (!this.now) continue;
        hours = this.sinceDay(-hours - 1, this.word(this.skip(hit.last)));
      }
      const since = by.since.has(this.word(this.back(hit.first)));
      const event = this.nearest(by.times, hit.first, hit.last);
      if (since && (event === null || by.units[event] !== "hours")) yield* this.lasting(hit.first, hit.last, Math.max(hours, DAY));
      else yield* this.ago(hit.first, hit.last, hours);
    }
  }

  sinceDay(day, part) {
    const hour = this.by.parts_of_day.get(part) ?? this.now.hour;
    const back = ((((this.now.weekday - day) % 7) + 7) % 7) * DAY + this.now.hour - hour;
    return back > 0 ? back : back + WEEK;
  }

  nearest(groups, first, last) {
    let best = null;
    for (const near of this.near) {
      if (!near.present) continue;
      for (const finding of groups.get(near.about) ?? []) {
        const distance = Math.max(near.first - last, first - near.last, 0);
        if (best === null || distance < best[0]) best = [distance, finding];
      }
    }
    return best ? best[1] : null;
  }
}

export function digits(word) {
  if (word.length > 9 || !isNumber(word)) return null;
  const parts = word.replaceAll(",", ".").split(".");
  if (parts.length > 2) return null;
  if (parts.length === 2 && word.includes(",") && parts[1].length === 3) return Number(parts[0] + parts[1]);
  return Number(parts.join("."));
}
