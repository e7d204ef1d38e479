// @ts-check

/**
 * @typedef {{ mark: string, prefix: string, lengths: number[], cvvDigits: number, groups: number[] }} Brand
 * @typedef {{ brands: Brand[], email: string, postal_code: string, now: string, paying: string,
 *   errors: Record<string, string> }} Rules
 */

/** Checks the form as it is filled in, by the rules that the server sent with it. */
export function watchForm() {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById('pay-form'));
  if (!form) return;
  const rules = /** @type {Rules} */ (JSON.parse(form.dataset.rules ?? '{}'));
  const fields = [...form.querySelectorAll('[aria-describedby]')];
  if (fields.length > 0) watchFields(form, /** @type {HTMLInputElement[]} */ (fields), rules);
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    const text = form.querySelector('[data-testid="pay-button"] .button-text');
    if (text) text.textContent = rules.paying;
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement[]} fields
 * @param {Rules} rules
 */
function watchFields(form, fields, rules) {
  form.noValidate = true;
  const check = (/** @type {HTMLInputElement} */ field) =>
    tell(field, faultOf(field, form, rules), rules, form);
  const number = /** @type {HTMLInputElement} */ (form.elements.namedItem('card'));
  for (const field of fields) {
    field.addEventListener('blur', () => {
      if (field.value !== '') check(field);
    });
    field.addEventListener('input', (event) => {
      if (field === number) groupNumber(number, rules);
      if (field.name === 'expiry' && !isDeletion(event)) groupExpiry(field);
      if (field.getAttribute('aria-invalid') === 'true' || isComplete(field, form, rules)) check(field);
    });
  }
  form.addEventListener(
    'submit',
    (event) => {
      const wrong = fields.filter((field) => !check(field));
      if (wrong.length === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      wrong[0]?.focus();
    },
    { capture: true },
  );
  watchTestCards(form, fields, rules);
  groupNumber(number, rules);
}

/** Grouping must not restore what the player deletes. @param {Event} event */
function isDeletion(event) {
  return event instanceof InputEvent && event.inputType.startsWith('delete');
}

/** @param {string} text */
const digitsOf = (text) => text.replace(/\D/g, '');

/**
 * @param {string} number
 * @param {Rules} rules
 */
function brandOf(number, rules) {
  return rules.brands.find(({ prefix }) => new RegExp(prefix).test(digitsOf(number)));
}

/**
 * The key of the text that says what is wrong, or an empty one.
 *
 * @param {HTMLInputElement} field
 * @param {HTMLFormElement} form
 * @param {Rules} rules
 */
function faultOf(field, form, rules) {
  const value = field.value.trim();
  const brand = brandOf(/** @type {HTMLInputElement} */ (form.elements.namedItem('card')).value, rules);
  switch (field.name) {
    case 'email':
      return new RegExp(rules.email).test(value) ? '' : 'email';
    case 'card':
      return passesLuhn(digitsOf(value)) && (brand?.lengths.includes(digitsOf(value).length) ?? true)
        ? ''
        : 'card';
    case 'expiry':
      return faultOfExpiry(value, rules.now);
    case 'cvv':
      return /^\d+$/.test(value) && value.length === (brand?.cvvDigits ?? 3) ? '' : 'cvv';
    case 'country':
      return value === '' ? 'country' : '';
    case 'postal_code':
      return new RegExp(rules.postal_code).test(value) ? '' : 'postal_code';
    default:
      return '';
  }
}

/** @param {string} digits */
function passesLuhn(digits) {
  if (digits.length < 12) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/**
 * @param {string} text
 * @param {string} now `2026-11`
 */
function faultOfExpiry(text, now) {
  const [, month = '', year = ''] = /^(\d{1,2})\s*\/?\s*(?:20)?(\d{2})$/.exec(text) ?? [];
  if (month === '' || Number(month) < 1 || Number(month) > 12) return 'expiry';
  return `20${year}-${month.padStart(2, '0')}` < now ? 'expired' : '';
}

/**
 * A field that can't take more is checked at once, not only when it is left.
 *
 * @param {HTMLInputElement} field
 * @param {HTMLFormElement} form
 * @param {Rules} rules
 */
function isComplete(field, form, rules) {
  const brand = brandOf(/** @type {HTMLInputElement} */ (form.elements.namedItem('card')).value, rules);
  const digits = digitsOf(field.value).length;
  if (field.name === 'card') return digits >= Math.max(...(brand?.lengths ?? [19]));
  if (field.name === 'expiry') return digits >= 4;
  return field.name === 'cvv' && digits >= (brand?.cvvDigits ?? 4);
}

/**
 * Shows at the field what is wrong with it, or clears that.
 *
 * @param {HTMLInputElement} field
 * @param {string} fault
 * @param {Rules} rules
 * @param {HTMLFormElement} form
 */
function tell(field, fault, rules, form) {
  const place = document.getElementById(`${field.id}-error`);
  const number = /** @type {HTMLInputElement} */ (form.elements.namedItem('card')).value;
  const text = (rules.errors[fault] ?? '').replace(
    '{digits}',
    String(brandOf(number, rules)?.cvvDigits ?? 3),
  );
  if (fault === '') field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
  if (!place || field.readOnly) return fault === '';
  place.textContent = text || (place.dataset.hint ?? '');
  if (text === '' && place.dataset.hint) {
    const hint = document.createElement('span');
    hint.className = 'hint';
    hint.textContent = place.dataset.hint;
    place.replaceChildren(hint);
  }
  return fault === '';
}

/**
 * Writes the number in groups, as on the card, and shows its brand. The caret stays behind the same digit.
 *
 * @param {HTMLInputElement} field
 * @param {Rules} rules
 */
function groupNumber(field, rules) {
  const brand = brandOf(field.value, rules);
  const marks = document.querySelector('[data-testid="card-brand"]');
  if (marks instanceof HTMLElement) marks.dataset.brand = brand?.mark ?? '';
  const before = digitsOf(field.value.slice(0, field.selectionStart ?? 0)).length;
  const digits = digitsOf(field.value).slice(0, Math.max(...(brand?.lengths ?? [19])));
  let rest = digits;
  const groups = (brand?.groups ?? [4, 4, 4, 4, 3]).map((size) => {
    const group = rest.slice(0, size);
    rest = rest.slice(size);
    return group;
  });
  const text = groups.filter((group) => group !== '').join(' ');
  if (text === field.value) return;
  field.value = text;
  if (document.activeElement === field) placeCaret(field, before);
}

/**
 * @param {HTMLInputElement} field
 * @param {number} digits
 */
function placeCaret(field, digits) {
  let at = 0;
  for (let seen = 0; seen < digits && at < field.value.length; at += 1) {
    if (field.value[at] !== ' ') seen += 1;
  }
  field.setSelectionRange(at, at);
}

/** @param {HTMLInputElement} field */
function groupExpiry(field) {
  if (field.selectionStart !== field.value.length) return;
  const typed = field.value.replace(/[^\d/ ]/g, '');
  const [, month = '', slash = '', year = ''] = /^(\d{0,2})\s*(\/?)\s*(\d{0,4})/.exec(typed) ?? [];
  const full = month.length === 1 && (Number(month) > 1 || slash !== '') ? `0${month}` : month;
  const text = year !== '' || slash !== '' ? `${full} / ${year}` : full;
  if (text !== field.value && !(typed.endsWith(' ') && year === '')) field.value = text;
}

/**
 * A click on a test card fills in the form; what the player typed into the other fields stays.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement[]} fields
 * @param {Rules} rules
 */
function watchTestCards(form, fields, rules) {
  const list = document.querySelector('[data-testid="test-cards"]');
  if (!(list instanceof HTMLElement)) return;
  document.querySelector('.drawer-bar')?.addEventListener('click', (event) => {
    const link = event.target instanceof HTMLElement ? event.target : null;
    const card = link && list.querySelector(`[data-testid="test-card-${link.dataset.number ?? ''}"]`);
    if (!(card instanceof HTMLElement)) return;
    event.preventDefault();
    card.click();
  });
  const { email = '', postalCode = '', expiry = '' } = list.dataset;
  list.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const typed = {
      card: link.querySelector('.card-number')?.textContent ?? '',
      cvv: link.dataset.cvv ?? '',
      expiry,
    };
    /** @type {Record<string, string>} */
    const usual = { email, postal_code: postalCode };
    for (const field of fields) {
      field.value =
        typed[/** @type {keyof typeof typed} */ (field.name)] ?? (field.value || (usual[field.name] ?? ''));
    }
    groupNumber(/** @type {HTMLInputElement} */ (form.elements.namedItem('card')), rules);
    for (const field of fields) tell(field, faultOf(field, form, rules), rules, form);
    form.scrollIntoView({ block: 'nearest' });
    /** @type {HTMLElement | null} */ (form.querySelector('[data-testid="pay-button"]'))?.focus({
      preventScroll: true,
    });
  });
}
