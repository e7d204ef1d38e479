/** What makes the dashboard live. Everything works without it. */
import { Idiomorph } from '/dashboard/idiomorph.js';

const { EventSource, DOMParser, navigator, setTimeout, setInterval, clearTimeout } = window;
const main = () => document.getElementById('main');

/* Relative times */

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

function ago(ms) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? UNITS[3];
  const count = Math.trunc(ms / size);
  return count === 0 ? 'now' : RELATIVE.format(count, unit);
}

function tellTimes() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = ago(new Date(time.dateTime).getTime() - Date.now());
    if (time.textContent !== text) time.textContent = text;
  }
}

/* Copy buttons: shown only where copying works */

function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('.copy[hidden]')) button.hidden = false;
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('.copy');
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = 'Copy'), 1500);
});

/* Live pages: when something was stored, the page is fetched again and changed in place */

function isEdited(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.options)
    return [...field.options].some((one) => one.selected !== one.defaultSelected) && touched.has(field);
  return field.value !== field.defaultValue;
}

/** A select without a chosen option selects its first by itself: only those that a person changed count. */
const touched = new WeakSet();
document.addEventListener('change', (event) => touched.add(event.target));

function isBeingFilledIn() {
  return [...main().querySelectorAll('input, select, textarea')].some(isEdited);
}

function adopt(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  for (const selector of ['#main', '.sections']) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old && next) Idiomorph.morph(old, next, { callbacks: KEEPING });
  }
  tellTimes();
  showCopyButtons();
}

/** What a person opened stays open; what a message said stays until the page is left. */
const KEEPING = {
  beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS'),
  beforeNodeRemoved: (node) => !node.matches?.('.notice[role]'),
};

let fetching = false;
let wanted = false;

async function refresh() {
  wanted = true;
  if (fetching) return;
  fetching = true;
  try {
    while (wanted && !isBeingFilledIn()) {
      wanted = false;
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (answer.ok && !isBeingFilledIn()) adopt(await answer.text());
    }
  } catch {
    wanted = true;
  } finally {
    fetching = false;
  }
}

function listen() {
  const source = new EventSource('/dashboard/changes');
  source.addEventListener('message', refresh);
  // Something may have happened between the page's making and now.
  source.addEventListener('open', refresh);
  window.addEventListener('pagehide', () => source.close());
}

/* A message's code in the address would say it again at each reload */

function forgetMessage() {
  const here = new window.URL(location.href);
  if (!here.searchParams.has('done')) return;
  here.searchParams.delete('done');
  window.history.replaceState(null, '', here);
}

forgetMessage();
tellTimes();
showCopyButtons();
setInterval(tellTimes, 1000);
let pause = null;
document.addEventListener('focusout', () => {
  clearTimeout(pause);
  pause = setTimeout(() => wanted && refresh(), 300);
});
// The answer to a refused form stands at the address of a POST: there is nothing to fetch again.
if (!document.querySelector('[data-testid="problem"]')) listen();
