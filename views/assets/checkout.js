// @ts-check
import { watchCoupon } from './checkout-coupon.js';
import { watchForm } from './checkout-form.js';
import { watchOrder } from './checkout-live.js';
import { countDown } from './checkout-redirect.js';
import { showLocalTimes } from './checkout-time.js';

/** Starts the scripts of the page; runs again when a part of the page was replaced. */
function begin() {
  for (const form of document.forms) {
    if (form.method === 'post') form.addEventListener('submit', pressOnce);
  }
  dropMissingPictures();
  showLocalTimes();
  watchForm();
  watchCoupon();
  countDown();
  /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="error-summary"]'))?.focus();
}

/** Removes pictures that cannot be loaded: the initial behind them shows instead. */
function dropMissingPictures() {
  // A copy: the list of the document changes with each removal.
  for (const picture of [...document.images]) {
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

// A browser may show the page as it was before the player went on; only the server knows the order's state.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

begin();
watchOrder(begin);
