// @ts-check
import { showLocalTimes } from './checkout-time.js';

/**
 * Puts a coupon on the order, or takes it off, without leaving the page: what was typed into the form stays,
 * and the amounts change where they stand.
 */
export function watchCoupon() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-testid="coupon-form"]'));
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const body = new URLSearchParams(/** @type {[string, string][]} */ ([...fields]));
    fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } })
      .then((answer) => answer.text())
      .then((html) => show(new DOMParser().parseFromString(html, 'text/html')))
      .catch(() => location.reload());
  });
}

/** @param {Document} page */
function show(page) {
  // A coupon can make an order free, and the order may have been paid elsewhere: both give another page.
  const parts = ['#card', '#pay-form', '[data-testid="notice"]'];
  if (parts.some((part) => !page.querySelector(part) !== !document.querySelector(part))) {
    location.reload();
    return;
  }
  for (const part of ['.summary', '#pay-form .button-text', '.saved .button-text']) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceWith(document.adoptNode(fresh));
  }
  watchCoupon();
  showLocalTimes();
  const next = document.querySelector('[data-testid="coupon-code"], [data-testid="coupon-remove"]');
  if (next instanceof HTMLElement) next.focus();
}
