// @ts-check
/** Keys of the dashboard: `/` searches, Ctrl K or ⌘ K opens the palette, j, k and Enter walk through rows, `?` lists keys. */

/** @typedef {{ kind: string, title: string, detail: string, href: string }} Result */

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (event.key === '/') {
      event.preventDefault();
      document.getElementById('search')?.focus();
    } else if (event.key === '?') dialog('keys')?.showModal();
    else if (event.key === 'j') moveRow(1);
    else if (event.key === 'k') moveRow(-1);
  });
  const palette = dialog('palette');
  palette?.querySelector('input')?.addEventListener('input', () => void find());
  palette?.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveFocus(palette, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      palette.querySelector('a')?.click();
    }
  });
}

/** @param {string} id */
function dialog(id) {
  return /** @type {HTMLDialogElement | null} */ (document.getElementById(id));
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return (
    target instanceof Element &&
    target.matches('input:not([type="checkbox"], [type="radio"]), select, textarea')
  );
}

/**
 * Focuses the link of the next row, which Enter follows.
 *
 * @param {number} step
 */
function moveRow(step) {
  const links = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-rows] .row-link')]);
  const current = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  links[Math.min(links.length - 1, Math.max(0, current + step))]?.focus();
}

/**
 * @param {HTMLDialogElement} palette
 * @param {number} step
 */
function moveFocus(palette, step) {
  const stops = /** @type {HTMLElement[]} */ ([...palette.querySelectorAll('input, a')]);
  const next = stops.findIndex((stop) => stop === document.activeElement) + step;
  stops[Math.min(stops.length - 1, Math.max(0, next))]?.focus();
}

function openPalette() {
  const palette = dialog('palette');
  const input = palette?.querySelector('input');
  if (!palette || !input || palette.open) return;
  input.value = '';
  showResults(pages());
  palette.showModal();
  input.focus();
}

/** @returns {Result[]} */
function pages() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll('.sections a');
  return [...links].map((link) => ({
    kind: 'Page',
    title: (link.firstChild?.textContent ?? '').trim(),
    detail: '',
    href: link.pathname,
  }));
}

let asked = 0;

async function find() {
  const palette = dialog('palette');
  const text = palette?.querySelector('input')?.value.trim() ?? '';
  const number = (asked += 1);
  if (text === '') {
    showResults(pages());
    return;
  }
  try {
    const query = new URLSearchParams({ q: text, format: 'json' });
    const answer = await fetch(`${palette?.dataset.search ?? ''}?${query.toString()}`);
    const { results } = /** @type {{ results: Result[] }} */ (await answer.json());
    if (number === asked) showResults(results);
  } catch {
    if (number === asked) showResults([]);
  }
}

/** @param {Result[]} results */
function showResults(results) {
  const list = dialog('palette')?.querySelector('ul');
  if (!list) return;
  list.replaceChildren(...results.map(resultRow));
  if (results.length === 0)
    list.append(Object.assign(document.createElement('li'), { textContent: 'Nothing found.' }));
}

/** @param {Result} result */
function resultRow({ kind, title, detail, href }) {
  const row = document.createElement('li');
  const link = Object.assign(document.createElement('a'), { href });
  for (const [name, text] of [
    ['badge', kind],
    ['palette-title', title],
    ['quiet', detail],
  ]) {
    link.append(Object.assign(document.createElement('span'), { className: name, textContent: text }), ' ');
  }
  row.append(link);
  return row;
}
