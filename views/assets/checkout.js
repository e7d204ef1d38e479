// @ts-check
import { watchCoupon } from './checkout-coupon.js';
import { watchForm } from './checkout-form.js';
import { watchOrder } from './checkout-live.js';
import { countDown } from './checkout-redirect.js';

/** Brings to life what the server sent; runs again when a part of the page was replaced. */
function begin() {
  for (const form of document.forms) {
    if (form.method === 'post') form.addEventListener('submit', pressOnce);
  }
  dropMissingPictures();
  watchForm();
  watchCoupon();
  countDown();
  /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="error-summary"]'))?.focus();
}

/** A picture that can't be had leaves its place to the initial behind it. */
function dropMissingPictures() {
  for (const picture of document.images) {
    if (picture.complete && picture.naturalWidth === 0) picture.remove();
    else picture.addEventListener('error', () => picture.remove());
  }
}

/** @param {SubmitEvent} event */
function pressOnce(event) {
  if (event.defaultPrevented) return;
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  if (event.submitter?.classList.contains('button')) event.submitter.setAttribute('aria-disabled', 'true');
}

// A browser may show the page as it was when one comes back to it; how the order stands, only the server knows.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

begin();
watchOrder(begin);
