// Mentions → answers: the twin of Reader.case (waymend/read/reader.py).

/** The answers that mentions amount to. by: a guide's reading bundle. */
export function answersOf(mentions, by) {
  const yes = new Map();
  const no = new Set();
  const unsure = new Set();
  for (const mention of mentions) {
    if (mention.status === 'historical') for (const name of by.once[mention.about] ?? []) yes.set(name, true);
    for (const [name, option] of answers(mention, by)) {
      if (holds(name, mention, by) || isThought(mention, by)) {
        if (mention.value !== null) {
          if (!yes.has(name)) yes.set(name, mention.value);
        } else if (option !== null) {
          if (by.kinds[name] === 'choice') {
            if (!yes.has(name)) yes.set(name, option);
          } else {
            if (!yes.has(name)) yes.set(name, []);
            if (!yes.get(name).includes(option)) yes.get(name).push(option);
          }
        } else yes.set(name, true);
      } else if (mention.status === 'absent' && option === null) no.add(name);
      else unsure.add(name);
    }
  }
  const denied = [...no].filter((name) => !yes.has(name) && !unsure.has(name)).sort();
  return Object.fromEntries([...denied.map((name) => [name, false]), ...yes]);
}

/** Whether a mention makes a finding true now: what lasts is so although it began long ago, what is wanted is wanted, and what only went down may come back. */
function holds(name, { status, rule }, by) {
  return (
    status === 'present' ||
    (status === 'historical' && (by.lasting.includes(name) || rule === 'subsided')) ||
    (status === 'planned' && by.wanted.includes(name))
  );
}

/** Whether somebody thinks that they see it ("I think his lips are blue"). A name is no such thing. */
function isThought(mention, by) {
  return (
    mention.status === 'possible' &&
    by.kinds[mention.about] === 'yes_no' &&
    mention.cue !== null &&
    mention.cue.toLowerCase().split(/\s+/).some((word) => by.grammar.thinks.includes(word))
  );
}

function answers(mention, by) {
  const told = [];
  if (mention.about in by.kinds) told.push([mention.about, mention.option]);
  if (mention.about in by.twins) told.push([by.twins[mention.about], null]);
  if (mention.status === 'present') for (const name of by.as_findings[mention.about] ?? []) told.push([name, null]);
  return told;
}
