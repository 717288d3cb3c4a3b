// Whose a mention is; the twin of waymend/read/subjects.py.
import { NOT_TURNED } from "./scopes.js";

const AFTER_MY = 4;
const SETS = ["body", "seen", "in_need", "of_the_subject", "writer", "mine", "me", "joins", "third", "clinical", "patient", "kin"];

export const draft = (about, option, first, last, way, section, measure = null) => ({ about, option, first, last, way, section, measure, other: null, own: false, byKin: false });

export class Subjects {
  constructor(told) {
    for (const name of SETS) this[name] = new Set(told[name]);
    this.lovedOne = told.loved_one;
  }

  begin(words) {
    return new Who(this, words);
  }
}

class Who {
  constructor(by, words) {
    this.by = by;
    this.words = words;
    this.clinical = words.some((w) => by.clinical.has(w));
    this.kin = null;
    this.mine = false;
    this.writer = false;
    this.notOther = false;
    this.pronoun = null;
  }

  attribute(drafts, cues, start, end) {
    const { by, words } = this;
    const marks = [];
    const named = new Map();
    for (const cue of cues) if (cue.kind === "other") for (let n = cue.first; n < cue.last; n++) named.set(n, cue);
    for (let n = start; n < end; n++) {
      const word = words[n].replaceAll("'", "");
      const cue = named.get(n);
      if (cue) {
        if (n === cue.last - 1) {
          let both = false;
          for (let m = Math.max(cue.first - 2, start); m < cue.first; m++) both = both || (by.joins.has(words[m]) && m > start && by.writer.has(words[m - 1]));
          marks.push([n, both ? null : cue]);
          this.kin = cue;
          let mine = n <= 1;
          for (let m = Math.max(n - AFTER_MY, start); m < n; m++) mine = mine || by.mine.has(words[m]);
          if (mine) this.mine = this.mine || !this.clinical;
        }
      } else if (by.writer.has(word)) {
        let ofKin = false;
        if (by.mine.has(words[n])) for (let m = n + 1; m < Math.min(n + AFTER_MY + 1, end); m++) ofKin = ofKin || named.has(m);
        if (!ofKin) {
          marks.push([n, null]);
          this.writer = true;
          this.notOther = this.notOther || (by.me.has(word) && n > start && words[n - 1] === "not");
        }
      } else if (by.patient.has(word)) marks.push([n, null]);
      else if (by.third.has(word)) {
        this.pronoun ??= n;
        if (!this.clinical || (this.kin && marks.length)) marks.push([n, { kind: "other", first: n, last: n + 1 }]);
      }
    }
    for (const d of drafts) {
      d.byKin = false;
      for (let n = d.first; n < d.last; n++) d.byKin = d.byKin || by.kin.has(words[n]);
      for (const [n, other] of marks) if (n < d.last) [d.other, d.own] = [other, other === null];
      if (d.way.family && d.way.family.kind === "other") {
        if (d.other === null) d.way = { ...d.way, family: null };
      } else if (d.way.family) d.other = d.way.family;
    }
  }

  patient(drafts, clinical) {
    if (clinical || this.clinical) return null;
    let own = 0;
    let other = 0;
    let unsaid = 0;
    for (const d of drafts) {
      if (d.section !== "now" || d.way.negated || d.way.planned) continue;
      if (this.by.seen.has(d.about)) other += !d.own;
      else if (this.by.body.has(d.about)) {
        own += d.own;
        other += d.other !== null;
        unsaid += d.other === null && !d.own;
      }
    }
    if (this.notOther || !(this.mine || (this.kin === null && this.pronoun !== null))) return null;
    if (!this.writer) for (const d of drafts) other += d.other !== null && d.section === "now" && !d.way.historical && !d.way.negated && this.by.in_need.has(d.about);
    if (!((other && other >= own) || (!own && !this.writer && unsaid))) return null;
    if (this.kin === null && this.pronoun !== null) {
      const told = draft(...this.by.lovedOne, this.pronoun, this.pronoun + 1, NOT_TURNED, "now");
      told.byKin = true;
      drafts.push(told);
    }
    return "other";
  }
}
