// @ts-check
import { Idiomorph } from '/dashboard/idiomorph.js';
import { followChanges } from './dashboard-stream.js';

/** Live pages: when something was stored, the page is fetched again and changed in place. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/**
 * The fields that a person changed. A select without a chosen option selects its first by itself, so that its value
 * alone says nothing.
 *
 * @type {WeakSet<EventTarget>}
 */
const touched = new WeakSet();

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

/**
 * What a person opened stays open; a message stays until the page is left, or until what it says may no longer be true.
 *
 * @type {import('/dashboard/idiomorph.js').ConfigCallbacks}
 */
const KEEPING = {
  beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS'),
  beforeNodeRemoved: (node) => !(node instanceof Element && node.matches('.notice[role]')),
};

/**
 * @param {string} html
 * @param {() => void} onShown
 */
function showPage(html, onShown) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const state = fresh.querySelector('main')?.dataset.state;
  if (document.querySelector('main')?.dataset.state !== state) document.getElementById('flash')?.remove();
  for (const selector of ['#main', '.sections']) {
    const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old && next) Idiomorph.morph(old, next, { callbacks: KEEPING });
  }
  onShown();
}

/** How much longer than a refresh the page rests after it, so that a stream of changes leaves time for input. */
const REST = 3;

/**
 * Keeps the page as the emulator would show it now.
 *
 * @param {() => void} onShown called after each change of the page
 */
export function keepLive(onShown) {
  let isFetching = false;
  let isOutdated = false;

  async function refresh() {
    isOutdated = true;
    if (isFetching) return;
    isFetching = true;
    try {
      while (isOutdated && !isBeingFilledIn()) {
        isOutdated = false;
        const began = performance.now();
        const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
        if (answer.ok && !isBeingFilledIn()) showPage(await answer.text(), onShown);
        await rest((performance.now() - began) * REST);
      }
    } catch {
      isOutdated = true;
    } finally {
      isFetching = false;
    }
  }

  document.addEventListener('change', ({ target }) => {
    if (target) touched.add(target);
  });
  let pause = 0;
  document.addEventListener('focusout', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      if (isOutdated) void refresh();
    }, 300);
  });

  const showsRequests = document.getElementById('main')?.dataset.live === 'requests';
  const lost = document.getElementById('lost');
  followChanges((news) => {
    if (lost) lost.hidden = news !== 'lost';
    if (news === 'changed' || (news === 'requested' && showsRequests)) void refresh();
  });
}

/** @param {number} ms */
function rest(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
