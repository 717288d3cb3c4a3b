// Which findings made a condition true, and which would decide one that is open. The twin of assess/explain.py.

/** The leaves, in order, that make a true condition true. */
export function reasons(logic, node, state) {
  return walk(logic, node, (part) => state[part] > 0);
}

/** The leaves, in order, whose answer can still matter to an open condition. */
export function undecided(logic, node, state) {
  return walk(logic, node, (part) => state[part] === 0);
}

function walk(logic, node, enter) {
  const first = logic.leaves.length;
  if (node < first) return enter(node) ? [logic.leaves[node]] : [];
  return logic.groups[node - first].parts.filter(enter).flatMap((part) => walk(logic, part, enter));
}
