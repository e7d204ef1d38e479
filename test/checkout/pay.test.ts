import { describe, expect, it } from 'vitest';
import { createFixture, LIVE_KEY } from '../support/fixture.ts';
import { attributeAt, FORM, createOrder, payOrder, submit, stateOf, textAt, getPage } from './pages.ts';

const REAL_CARD = '4012 8888 8888 1881';

describe('the form', () => {
  it('begins with what is known of the player', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture, { email: 'leia@example.com', country: 'DE' });
    const { text } = await getPage(fixture, `/order/${id}`).expect(200);
    expect(attributeAt(text, 'email', 'value')).toBe('leia@example.com');
    expect(text).toContain('<option value="DE" selected>Germany');
  });

  it('has the tokens and keyboards that browsers and phones fill it in by', async () => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `/order/${await createOrder(fixture)}`);
    const autocomplete = ['email', 'card-number', 'card-expiry', 'card-cvv', 'country', 'postal-code'].map(
      (field) => attributeAt(text, field, 'autocomplete'),
    );
    expect(autocomplete).toEqual(['email', 'cc-number', 'cc-exp', 'cc-csc', 'country', 'postal-code']);
    expect(attributeAt(text, 'card-number', 'inputmode')).toBe('numeric');
  });

  it('says at each field what is wrong with it, and keeps what was right but for the card', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const form = { ...FORM, card: '4242 4242 4242 4241', expiry: '01/20', postal_code: '' };
    const { text } = await submit(fixture, `/order/${id}/pay`, form).expect(422);
    expect(textAt(text, 'error-card')).toBe('This is not a valid card number.');
    expect(textAt(text, 'error-expiry')).toBe('This card has expired.');
    expect(textAt(text, 'error-postal-code')).toBe('Enter your postal code.');
    expect(textAt(text, 'error-cvv')).toBe('');
    expect(attributeAt(text, 'email', 'value')).toBe(FORM.email);
    expect(attributeAt(text, 'card-number', 'value')).toBe('');
    expect(attributeAt(text, 'card-cvv', 'value')).toBe('');
    expect(attributeAt(text, 'card-number', 'aria-invalid')).toBe('true');
    expect(text).toContain('<option value="US" selected>');
    expect(fixture.eventTypes()).toEqual(['order.created']);
  });

  it('finds everything wrong with a form that nothing was typed into [checkout.required-fields]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { text } = await submit(fixture, `/order/${id}/pay`).expect(422);
    for (const field of ['email', 'card', 'expiry', 'cvv', 'country', 'postal-code']) {
      expect(textAt(text, `error-${field}`), field).toMatch(/\w/);
    }
  });

  it('refuses a card that is none for tests and keeps nothing of it anywhere [payments.unknown-card] [payments.test-cards]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { text } = await submit(fixture, `/order/${id}/pay`, { ...FORM, card: REAL_CARD }).expect(422);
    expect(textAt(text, 'error-card')).toContain('Test cards only');
    const kept = JSON.stringify(Object.values(fixture.domain.store.tables).map((table) => [...table.all()]));
    for (const digits of [REAL_CARD, REAL_CARD.replaceAll(' ', ''), '1881']) {
      expect(text + kept).not.toContain(digits);
    }
  });

  it.each([{ card: ['1', '2'] }, { card: 'x'.repeat(600) }, { email: '\u0000' }])(
    'takes odd input %o for nothing',
    async (odd) => {
      const fixture = createFixture();
      await submit(fixture, `/order/${await createOrder(fixture)}/pay`, { ...FORM, ...odd }).expect(422);
    },
  );

  it('keeps email, country and postal code after a decline, and counts both attempts [checkout.decline-code]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const typed = { ...FORM, country: 'FR', postal_code: '75001' };
    const { page } = await payOrder(fixture, id, { ...typed, card: '4211127262112418' });
    expect(attributeAt(page, 'banner-declined', 'data-code')).toBe('2051');
    expect(textAt(page, 'decline-code')).toBe('Response code 2051');
    expect(attributeAt(page, 'email', 'value')).toBe(FORM.email);
    expect(attributeAt(page, 'postal-code', 'value')).toBe('75001');
    expect(page).toContain('<option value="FR" selected>');
    expect(stateOf((await payOrder(fixture, id, typed)).page)).toBe('done');
    const payments = fixture.domain.store.tables.payments.by('order', id);
    expect(payments.map(({ status }) => status)).toEqual(['failed', 'done']);
  });
});

describe('pressing Pay twice', () => {
  it('pays once, and the second time says so', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const pressed = await Promise.all([1, 2].map(() => submit(fixture, `/order/${id}/pay`, FORM)));
    expect(pressed.map(({ status }) => status).sort()).toEqual([303, 409]);
    const second = pressed.find(({ status }) => status === 409)?.text ?? '';
    expect(stateOf(second)).toBe('done');
    expect(second).toContain('This order has already been paid');
    expect(fixture.domain.store.tables.payments.by('order', id)).toHaveLength(1);
  });

  it('waits for the attempt that is under way', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await submit(fixture, `/order/${id}/pay`, { ...FORM, tester_hold: '1' }).expect(303);
    const { text } = await submit(fixture, `/order/${id}/pay`, FORM).expect(409);
    expect(stateOf(text)).toBe('processing');
    expect(text).toContain('A payment for this order is already under way');
  });

  it('shows an order as expired that has expired since the page was opened', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    fixture.clock.advance(fixture.domain.rules.orderTtlMs);
    const { text } = await submit(fixture, `/order/${id}/pay`, FORM).expect(409);
    expect(stateOf(text)).toBe('expired');
    expect(fixture.domain.store.tables.payments.by('order', id)).toEqual([]);
  });
});

describe('what can be paid, and how', () => {
  it('locks the country of an order to its own', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture, { country: 'PL', country_locked: true });
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(attributeAt(text, 'country', 'value')).toBe('Poland');
    expect(text).not.toContain('<option value="DE"');
    const refused = await submit(fixture, `/order/${id}/pay`, FORM).expect(422);
    expect(textAt(refused.text, 'error-country')).toBe('This order can only be paid from Poland.');
    await submit(fixture, `/order/${id}/pay`, { ...FORM, country: 'PL' }).expect(303);
  });

  it('locks an order without a country to the first one chosen', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture, { country_locked: true });
    await payOrder(fixture, id, { ...FORM, country: 'JP', card: '4211127262112418' });
    const { text } = await submit(fixture, `/order/${id}/pay`, FORM).expect(422);
    expect(textAt(text, 'error-country')).toBe('This order can only be paid from Japan.');
  });

  it('offers cards only, and none to an order that allows none [checkout.payment-methods]', async () => {
    const fixture = createFixture();
    const some = await getPage(
      fixture,
      `/order/${await createOrder(fixture, { payment_methods_enabled: ['card', 'paypal'] })}`,
    );
    expect(textAt(some.text, 'sandbox-note')).toContain('only test cards work here');
    const id = await createOrder(fixture, { payment_methods_enabled: ['paypal', 'klarna'] });
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(textAt(text, 'no-method')).toContain('paypal, klarna');
    expect(text).not.toContain('data-testid="pay-form"');
    await submit(fixture, `/order/${id}/pay`, FORM).expect(409);
  });

  it('asks for no card where there is nothing to pay [payments.zero-total]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture, { price_decimal: 0, currency: 'USD' });
    const { text } = await getPage(fixture, `/order/${id}`);
    expect(text).not.toContain('data-testid="card-number"');
    const { page } = await payOrder(fixture, id, {});
    expect(stateOf(page)).toBe('done');
  });

  it('keeps the card of a live game’s player for one click, as its last four digits [checkout.saved-card]', async () => {
    const fixture = createFixture();
    const first = await createOrder(fixture, {}, LIVE_KEY);
    expect((await getPage(fixture, `/order/${first}`)).text).not.toContain('data-testid="saved-card"');
    await payOrder(fixture, first, { ...FORM, card: '5436 0310 3060 6378', country: 'FR', save_card: 'on' });
    const second = await createOrder(fixture, {}, LIVE_KEY);
    const { text } = await getPage(fixture, `/order/${second}`);
    expect(textAt(text, 'saved-card')).toBe('Mastercard •••• 6378');
    expect(text.replaceAll(/<aside[^]*<\/aside>/g, '')).not.toContain('5436');
    const { page } = await payOrder(fixture, second, { saved_card: '1' });
    expect(stateOf(page)).toBe('done');
    expect(fixture.domain.store.tables.payments.by('order', second)[0]).toMatchObject({
      cardLast4: '6378',
      country: 'FR',
      email: FORM.email,
    });
  });

  it('saves the card of a live game only when the box is checked [checkout.save-card-box]', async () => {
    const fixture = createFixture();
    const first = await createOrder(fixture, {}, LIVE_KEY);
    expect((await getPage(fixture, `/order/${first}`)).text).toContain('data-testid="save-card"');
    expect(stateOf((await payOrder(fixture, first)).page)).toBe('done');
    const second = await createOrder(fixture, {}, LIVE_KEY);
    expect((await getPage(fixture, `/order/${second}`)).text).not.toContain('data-testid="saved-card"');
    await submit(fixture, `/order/${second}/pay`, { saved_card: '1' }).expect(409);
    const inSandbox = await getPage(fixture, `/order/${await createOrder(fixture)}`);
    expect(inSandbox.text).not.toContain('data-testid="save-card"');
  });

  it('grants consent to marketing mail when its box is checked [checkout.marketing-consent]', async () => {
    const fixture = createFixture();
    const type = 'player.marketing_consent.updated';
    await payOrder(fixture, await createOrder(fixture));
    expect(fixture.eventTypes()).not.toContain(type);
    const opted = { ...FORM, marketing_consent: 'on' };
    await payOrder(fixture, await createOrder(fixture), { ...opted, card: '4211 1272 6211 2418' });
    expect(fixture.eventTypes()).not.toContain(type);
    await payOrder(fixture, await createOrder(fixture), opted);
    const sent = fixture.events().filter((event) => event.type === type);
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      trigger: 'hub.purchase',
      event_data: { player_id: 'r2d2-c3po', email: { address: FORM.email, revoked_at: null } },
    });
  });

  it('keeps no card in the sandbox', async () => {
    const fixture = createFixture();
    await payOrder(fixture, await createOrder(fixture));
    const id = await createOrder(fixture);
    expect((await getPage(fixture, `/order/${id}`)).text).not.toContain('saved-card');
    await submit(fixture, `/order/${id}/pay`, { saved_card: '1' }).expect(409);
  });
});
