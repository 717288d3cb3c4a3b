// Numbers in the units that people use. The guide's own units are °C and cm; what is shown and typed may be °F and inches.

/** unit of the guide → the other unit: its name in the app's texts, and the way there and back. */
export const OTHER = {
  '°C': { name: 'unit_f', own: 'unit_c', there: (c) => (c * 9) / 5 + 32, back: (f) => ((f - 32) * 5) / 9 },
  cm: { name: 'unit_in', own: 'unit_cm', there: (cm) => cm / 2.54, back: (inch) => inch * 2.54 },
};

/** What somebody typed as a number: a comma may stand for the point. null when nothing is there, NaN when it is no number. */
export function number(text) {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? null : /^[-+]?\d*\.?\d+$/.test(trimmed) ? Number(trimmed) : NaN;
}

/** A number of the other unit in the guide's own, to a tenth, so that 100.4 °F is 38.0 °C and not a hair below. */
export function toOwn(value, unit, other) {
  return other ? Math.round(OTHER[unit].back(value) * 100) / 100 : value;
}
