// @ts-check

/**
 * Puts a coupon on the order, or takes it off, without leaving the page: what was typed into the form stays,
 * and the amounts change where they stand.
 *
 * @param {() => void} begin brings the new part of the page to life
 */
export function watchCoupon(begin) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-testid="coupon-form"]'));
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = new window.FormData(form, event.submitter);
    const body = new window.URLSearchParams(/** @type {[string, string][]} */ ([...fields]));
    fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } })
      .then((answer) => answer.text())
      .then((html) => show(new window.DOMParser().parseFromString(html, 'text/html'), begin))
      .catch(() => form.submit());
  });
}

/**
 * @param {Document} page
 * @param {() => void} begin
 */
function show(page, begin) {
  // A coupon can make an order free; then there is no card to ask for, and the form is another one.
  const isSameForm = ['#card', '#pay-form'].every(
    (one) => !page.querySelector(one) === !document.querySelector(one),
  );
  replace(isSameForm ? '.summary' : 'main', page);
  for (const name of ['pay-button', 'pay-saved-button'])
    replace(`[data-testid="${name}"] .button-text`, page);
  if (isSameForm) watchCoupon(begin);
  else begin();
  const next = document.querySelector('[data-testid="coupon-code"], [data-testid="coupon-remove"]');
  if (next instanceof window.HTMLElement) next.focus();
}

/**
 * @param {string} selector
 * @param {Document} page
 */
function replace(selector, page) {
  const fresh = page.querySelector(selector);
  if (fresh) document.querySelector(selector)?.replaceWith(document.adoptNode(fresh));
}
