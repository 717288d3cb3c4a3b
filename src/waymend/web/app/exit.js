// Leaving at once: the page goes, and Back finds nothing. What it cannot hide is said beside the button.

const LEFT = 'left';

/** Blank this page and put an empty one in its place. */
export function leave() {
  window.name = LEFT; // lives in this tab alone, and is not storage: pages that Back returns to read it and go blank as well
  blank();
  location.replace(new URL('leave.html', home()));
}

/** The folder of this language's pages. */
export function home() {
  const spanish = document.documentElement.lang === 'es' ? 'es/' : '';
  return new URL(document.documentElement.dataset.root + spanish, location.href);
}

function blank() {
  document.documentElement.hidden = true;
  document.title = '';
  document.body.replaceChildren();
}

/** A page that Back or Forward returns to after leaving shows nothing; one that was opened anew starts afresh. */
function returned(event) {
  const kind = performance.getEntriesByType('navigation')[0]?.type;
  if (window.name !== LEFT) return;
  if (event.persisted || kind === 'back_forward') leave();
  else window.name = '';
}

const presses = [];

function pressed(event) {
  if (event.key !== 'Shift') {
    presses.length = 0;
  } else if (!event.repeat) {
    presses.push(event.timeStamp);
    if (presses.length > 3) presses.shift();
    if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
  }
}

addEventListener('pageshow', returned);
addEventListener('keydown', pressed);
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-leave]')) leave();
});
