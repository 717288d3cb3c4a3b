// Reads the table that javascript.py writes, and works out all conditions of a guide at once.
// The meaning is logic/reference.py; the notation is told in logic/javascript.py.

const FIRST = 40; // code of the digit 0; the backslash is left out

/** A table → the logic: `leaves`, `groups` (each `{need, parts}`, parts before wholes), and each list of conditions as numbers of nodes. */
export function load(table) {
  const leaves = table.leaves
    ? table.leaves.split(" ").map((text) => {
        const [, silent, no, slot, op, limit] = /^(~?)(!?)(\d+)([<>=]*)(.*)$/.exec(text);
        return { slot: +slot, wanted: !no, speaks: !silent, op, limit: +limit };
      })
    : [];
  const groups = [];
  const known = new Map(); // the text of a group → its node: what is said twice is worked out once
  const list = (text) => {
    let at = 0;
    const digit = () => {
      const code = text.charCodeAt(at++);
      return code - FIRST - (code > 92);
    };
    const node = () => {
      const opening = text[at++];
      if (opening === "'") return -1;
      if (opening > "'") {
        at--;
        return digit() * 86 + digit();
      }
      const count = opening === "#" && digit();
      const parts = [];
      for (let part; (part = node()) >= 0; ) parts.push(part);
      const need = count || (opening === " " ? parts.length : 1);
      const key = `${need} ${parts}`;
      if (!known.has(key)) known.set(key, leaves.length + groups.push({ need, parts }) - 1);
      return known.get(key);
    };
    const found = [];
    while (at < text.length) found.push(node());
    return found;
  };
  const logic = {
    leaves,
    groups,
    questions: leaves.slice(0, table.questions),
    rules: list(table.rules),
    steps: list(table.steps),
    against: table.against.map(list),
    shut: list(table.shut),
    implied: table.implied
      ? table.implied.split(" ").map((text) => {
          const [when, then] = text.split(":");
          return { when: leaves[when], slot: +then.replace("!", ""), value: then[0] !== "!" };
        })
      : [],
  };
  // The bit of a leaf is the place of its question; one that speaks and one that does not share it.
  const places = new Map(logic.questions.map((leaf, bit) => [question(leaf), bit]));
  for (const leaf of leaves) leaf.bit = places.get(question(leaf));
  return logic;
}

const question = (leaf) => [leaf.slot, leaf.wanted, leaf.op, leaf.limit].join();

/** Whether a leaf is known to hold as it is wanted: 1 yes, -1 no, 0 not known. */
export function holds(leaf, values) {
  const value = values[leaf.slot];
  if (value === null) return 0;
  const { op, limit } = leaf;
  const found =
    op === "" ? value
    : op === "<" ? value < limit
    : op === "<=" ? value <= limit
    : op === ">" ? value > limit
    : op === ">=" ? value >= limit
    : value === limit;
  return found === leaf.wanted ? 1 : -1;
}

/** What is known of every node, given the answers by slot (null: unknown): 1 true, -1 false, 0 open. */
export function settle(logic, values) {
  const { leaves, groups } = logic;
  const state = new Int8Array(leaves.length + groups.length);
  for (let n = 0; n < leaves.length; n++) state[n] = holds(leaves[n], values);
  for (let n = 0; n < groups.length; n++) {
    const { need, parts } = groups[n];
    let yes = 0;
    let open = 0;
    for (const part of parts) {
      if (state[part] > 0) yes++;
      else if (!state[part]) open++;
    }
    state[leaves.length + n] = yes >= need ? 1 : yes + open < need ? -1 : 0;
  }
  return state;
}

/** The numbers of the rules that are true, and of those that are still open. */
export function decide(logic, state) {
  const fires = [];
  const opens = [];
  logic.rules.forEach((node, rule) => {
    if (state[node] > 0) fires.push(rule);
    else if (!state[node]) opens.push(rule);
  });
  return { fires, opens };
}

/** The leaves under a node, in order, as far as `enter` lets the walk go. */
export function leavesOf(logic, node, enter = () => true) {
  const first = logic.leaves.length;
  if (node < first) return [logic.leaves[node]];
  return logic.groups[node - first].parts.filter(enter).flatMap((part) => leavesOf(logic, part, enter));
}
