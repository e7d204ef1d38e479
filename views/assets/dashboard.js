// @ts-check
/** What makes the dashboard live. Everything works without it. */
import { keepCurl } from './dashboard-curl.js';
import { listenToKeys } from './dashboard-keys.js';
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

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The time of the game, whose clock a test may have moved or stopped. */
function gameTime() {
  const { clockAhead = '0', clockFrozen } = document.querySelector('main')?.dataset ?? {};
  return clockFrozen === undefined
    ? new Date(Date.now() + Number(clockAhead))
    : new Date(Number(clockFrozen));
}

/** Times are shown in the time zone of the browser, which may be another one than the emulator's. */
function updateTimes() {
  const now = gameTime();
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    const ago = relative(at.getTime() - now.getTime());
    const clock = (at.toDateString() === now.toDateString() ? CLOCK : DAY_AND_CLOCK).format(at);
    const isClock = 'clock' in time.dataset;
    const [text, title] = isClock ? [clock, `${DAY.format(at)}, ${ago}`] : [ago, DAY.format(at)];
    if (time.textContent !== text) time.textContent = text;
    if (time.title !== title) time.title = title;
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
    const text = button.textContent;
    if (text === 'Copied') return;
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = text), 1500);
  });
});

/* A file that is chosen is put into the text field that it is for: without scripts, people paste it */

function showFileChoosers() {
  for (const field of document.querySelectorAll('[data-reads-file][hidden]')) field.removeAttribute('hidden');
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
function dataUrl(file) {
  const reader = new FileReader();
  return new Promise((resolve) => {
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.readAsDataURL(file);
  });
}

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
  const field = target.closest('[data-reads-file]');
  if (!(field instanceof HTMLElement)) return;
  const text = document.getElementById(field.dataset.readsFile ?? '');
  const [file] = target.files ?? [];
  if (!(text instanceof HTMLTextAreaElement) || !file) return;
  const read = field.dataset.as === 'url' ? dataUrl(file) : file.text();
  void read.then((content) => {
    text.value = content;
    text.dispatchEvent(new Event('input', { bubbles: true }));
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
showFileChoosers();
setInterval(updateTimes, 1000);
listenToKeys();
keepCurl();
// The answer to a refused form is at the address of a POST: there is nothing to fetch again.
if (!document.querySelector('[data-testid="problem"]')) {
  keepLive(() => {
    updateTimes();
    showCopyButtons();
    showFileChoosers();
  });
}
