// @ts-check
/** What makes the dashboard live. Everything works without it. */
import { Idiomorph } from '/dashboard/idiomorph.js';

/* Relative times */

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** @param {number} ms */
function relative(ms) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? ['second', 1000];
  const count = Math.trunc(ms / size);
  return count === 0 ? 'now' : RELATIVE.format(count, unit);
}

function updateTimes() {
  for (const time of document.querySelectorAll('time')) {
    if (!('ago' in time.dataset)) continue;
    const text = relative(new Date(time.dateTime).getTime() - Date.now());
    if (time.textContent !== text) time.textContent = text;
  }
}

/* Copy buttons: shown only where copying works */

function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('.copy[hidden]')) button.removeAttribute('hidden');
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('.copy') : null;
  if (!(button instanceof HTMLElement)) return;
  void navigator.clipboard.writeText(button.dataset.copy ?? '').then(() => {
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  });
});

/* Live pages: when something was stored, the page is fetched again and changed in place */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/**
 * The fields that a person changed. A select without a chosen option selects its first by itself, so that its value
 * alone says nothing.
 *
 * @type {WeakSet<EventTarget>}
 */
const touched = new WeakSet();
document.addEventListener('change', ({ target }) => {
  if (target) touched.add(target);
});

/** @param {Field} field */
function isEdited(field) {
  if (field instanceof HTMLSelectElement) {
    return touched.has(field) && [...field.options].some((one) => one.selected !== one.defaultSelected);
  }
  const isBox = field.type === 'checkbox' || field.type === 'radio';
  if (isBox && field instanceof HTMLInputElement) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

function isBeingFilledIn() {
  /** @type {NodeListOf<Field>} */
  const fields = document.querySelectorAll('#main :is(input, select, textarea)');
  return [...fields].some(isEdited);
}

/** @param {string} html */
function showPage(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  for (const selector of ['#main', '.sections']) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old && next) Idiomorph.morph(old, next, { callbacks: KEEPING });
  }
  updateTimes();
  showCopyButtons();
}

/**
 * What a person opened stays open; a message stays until the page is left.
 *
 * @type {import('/dashboard/idiomorph.js').ConfigCallbacks}
 */
const KEEPING = {
  beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS'),
  beforeNodeRemoved: (node) => !(node instanceof Element && node.matches('.notice[role]')),
};

let isFetching = false;
let isOutdated = false;

async function refresh() {
  isOutdated = true;
  if (isFetching) return;
  isFetching = true;
  try {
    while (isOutdated && !isBeingFilledIn()) {
      isOutdated = false;
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (answer.ok && !isBeingFilledIn()) showPage(await answer.text());
    }
  } catch {
    isOutdated = true;
  } finally {
    isFetching = false;
  }
}

function listen() {
  const source = new EventSource('/dashboard/changes');
  source.addEventListener('message', () => void refresh());
  // Something may have happened between the making of the page and now.
  source.addEventListener('open', () => void refresh());
  window.addEventListener('pagehide', () => source.close());
}

/* A message's code in the address would show it again at each reload */

function forgetMessage() {
  const here = new URL(location.href);
  if (!here.searchParams.has('done')) return;
  here.searchParams.delete('done');
  history.replaceState(null, '', here);
}

forgetMessage();
updateTimes();
showCopyButtons();
setInterval(updateTimes, 1000);
let pause = 0;
document.addEventListener('focusout', () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    if (isOutdated) void refresh();
  }, 300);
});
// The answer to a refused form is at the address of a POST: there is nothing to fetch again.
if (!document.querySelector('[data-testid="problem"]')) listen();
