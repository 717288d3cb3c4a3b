// The guide on this device, with what the pages ask of it. Parts that not every visit needs are loaded when they are asked for.

import { Engine } from './engine/engine.js';
import { say } from './engine/planning.js';
import { home } from './exit.js';

const lang = document.documentElement.lang;
const at = (name) => new URL(name, import.meta.url);
/** A part of the guide, or of the app's data beside it. */
export const json = async (name) => {
  const answer = await fetch(at(name));
  if (!answer.ok) throw new Error(`${name} could not be loaded`);
  return answer.json();
};
const once = (load) => {
  let loading;
  return () => (loading ??= load());
};

/** The guide in the language of the page. */
export const loadGuide = once(async () => {
  const parts = ['guide/core.json', `guide/check.${lang}.json`, `guide/atlas.${lang}.json`, `texts.${lang}.json`];
  return new Guide(...(await Promise.all(parts.map(json))));
});

const US_UNITS = ['US', 'LR', 'MM'];

class Guide {
  constructor(core, text, atlas, names) {
    this.names = names; // what the app itself says
    this.engine = new Engine(core, text);
    this.core = core;
    this.text = text;
    this.atlas = atlas;
    this.findings = Object.fromEntries(Object.entries(core.findings).map(([id, kind]) => [id, { id, ...kind, ...text.findings[id], options: text.findings[id].options ?? {} }]));
    this.urgencies = text.urgencies;
    this.reads = core.reads.includes(lang); // whether free text in this language can be read
    this.ways = core.ways.map((way) => ({ ...way, ...text.ways[way.id] }));
    this.countries = Object.values(text.countries);
    const region = navigator.language.split('-')[1]?.toLowerCase() ?? '';
    const code = region === 'gb' ? 'uk' : region;
    this.country = text.countries[code] ? code : core.default_country;
    this.prefersOther = US_UNITS.includes(region.toUpperCase() || 'US');
    this.loaded = new Map();
    this.more = once(async () => this.engine.add(await json(`guide/more.${lang}.json`)));
  }

  /** Assess with the texts that are here; enough to ask on. */
  assess(findings, { country, way } = {}) {
    this.country = country ?? this.country;
    return this.engine.assess(findings, { country: this.country, way });
  }

  /** Assess with everything that a result says; loads what is missing of it. */
  async result(findings, options) {
    for (;;) {
      const assessment = this.assess(findings, options);
      const missing = [...this.engine.missing].filter((concern) => !this.loaded.has(concern));
      if (!missing.length) return assessment;
      for (const concern of missing) this.loaded.set(concern, json(`guide/of/${concern}.${lang}.json`));
      for (const concern of missing) this.engine.add(await this.loaded.get(concern));
    }
  }

  /** Help with a question. */
  async help(name) {
    await this.more();
    return this.text.help[name];
  }

  /** Reasons of steps, and sources with their grades: an assessment made after this has them. */
  async cited() {
    if (!this.loaded.has('cite')) this.loaded.set('cite', Promise.all([json('guide/cite.json'), json('guide/sources.json'), this.more()]));
    const [cite, sources] = await this.loaded.get('cite');
    if (!this.engine.cite) this.engine.add(cite);
    return (key) => (sources[key][1] ? `${sources[key][0]} (${sources[key][1]})` : sources[key][0]);
  }

  search = once(async () => {
    const [{ openAnswers }, index] = await Promise.all([import('./engine/answers.js'), json(`guide/answers.${lang}.json`)]);
    return openAnswers(index);
  });

  async screen(id) {
    const [{ openScreen }, all] = await Promise.all([import('./engine/screen.js'), json(`guide/screens.${lang}.json`)]);
    return openScreen(all[id]);
  }

  journal() {
    return this.core.journal;
  }

  emergency() {
    return this.text.countries[this.country].emergency;
  }

  say(text) {
    return say(text, this.text.countries[this.country]);
  }

  page(path) {
    return new URL(path, home()).href;
  }

  concernName(id) {
    return this.text.concerns[id].name;
  }

  needName(need) {
    return this.names[`need_${need}`] ?? need;
  }

  unitName(unit) {
    return unit ?? '';
  }

  drawingsOf(finding) {
    return this.atlas.filter((entry) => entry.findings.includes(finding)).slice(0, 1);
  }

  /** Whether a finding was told, not merely left open. */
  told(name, answers) {
    return name in answers && answers[name] !== 'unknown' && answers[name] !== null;
  }

  /** A finding and what was answered, for "You said: …". */
  said(name, answers) {
    const finding = this.findings[name];
    const answer = answers[name];
    if (typeof answer === 'number') return `${finding.name} ${answer} ${this.unitName(finding.unit)}`;
    const options = this.optionsOf(finding, answer);
    return options.length ? `${finding.name}: ${options.join(', ')}` : finding.name;
  }

  optionsOf(finding, answer) {
    const chosen = Array.isArray(answer) ? answer : typeof answer === 'string' ? [answer] : answer && typeof answer === 'object' ? Object.keys(answer).filter((id) => answer[id] === true) : [];
    return chosen.map((id) => finding.options[id]).filter(Boolean);
  }

  answerText(name, answer, t) {
    const finding = this.findings[name];
    if (typeof answer === 'boolean') return answer ? t.yes : t.no;
    if (typeof answer === 'number') return `${answer} ${this.unitName(finding.unit)}`;
    return this.optionsOf(finding, answer).join(', ') || t.not_this;
  }
}
