// Making elements. Text is always text: nothing here ever parses HTML.

/** An element: h('a', {href: 'x', class: 'y', onclick: f}, 'text', child, null). Attributes that are null or false are left out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A text of the app with its gaps filled: fill('Page {n}', {n: 2}). */
export function fill(text, gaps) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in gaps ? String(gaps[name]) : whole));
}

/** One of our own drawings, fetched and made part of the page. */
export async function drawing(url) {
  const text = await (await fetch(url)).text();
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return document.importNode(svg, true);
}

/** Replace what an element holds, and bring the reader to its heading. */
export function show(place, ...children) {
  place.replaceChildren(...children.flat(9).filter(Boolean));
  const heading = place.querySelector('h1');
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  scrollTo(0, 0);
}
