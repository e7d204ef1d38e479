// @ts-check
/** Keeps the curl command below a form as the form is filled in. */

/** How long to wait for further input, in milliseconds. */
const PAUSE = 200;

/** @type {Map<string, number>} */
const pauses = new Map();

/**
 * @param {HTMLElement} place
 * @param {HTMLFormElement} form
 */
async function update(place, form) {
  const from = new URL(place.dataset.curlFrom ?? '', location.href);
  from.searchParams.set('as', 'json');
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  const body = new URLSearchParams(/** @type {[string, string][]} */ (fields));
  try {
    const answer = await fetch(from, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const { curl } = await answer.json();
    const code = place.querySelector('code');
    if (code) code.textContent = curl;
    const copy = place.querySelector('.copy');
    if (copy instanceof HTMLElement) copy.dataset.copy = curl;
  } catch {
    // The emulator is gone, which the page says elsewhere.
  }
}

/** @param {Event} event */
function onInput({ target }) {
  const form = target instanceof Element ? target.closest('form') : null;
  if (!form?.id) return;
  const place = document.querySelector(`[data-curl-of="${CSS.escape(form.id)}"]`);
  if (!(place instanceof HTMLElement)) return;
  clearTimeout(pauses.get(form.id));
  pauses.set(
    form.id,
    setTimeout(() => void update(place, form), PAUSE),
  );
}

export function keepCurl() {
  document.addEventListener('input', onInput);
  document.addEventListener('change', onInput);
}
