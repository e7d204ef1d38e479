// @ts-check
/** What makes the dashboard live. Everything works without it. */
import { keepLive } from './dashboard-live.js';

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
  const count = ms > 0 ? Math.round(ms / size) : Math.trunc(ms / size);
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

/* A message's code in the address would show it again at each reload */

function forgetMessage() {
  const here = new URL(location.href);
  if (!here.searchParams.has('done')) return;
  here.searchParams.delete('done');
  here.searchParams.delete('counts');
  history.replaceState(null, '', here);
}

forgetMessage();
updateTimes();
showCopyButtons();
setInterval(updateTimes, 1000);
// The answer to a refused form is at the address of a POST: there is nothing to fetch again.
if (!document.querySelector('[data-testid="problem"]')) {
  keepLive(() => {
    updateTimes();
    showCopyButtons();
  });
}
