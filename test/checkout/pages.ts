import request from 'supertest';
import type { Fixture } from '../support/fixture.ts';

/** A form as a player fills it in. */
export const FORM = {
  email: 'player@example.com',
  card: '4242 4242 4242 4242',
  expiry: '12 / 34',
  cvv: '123',
  country: 'US',
  postal_code: '10001',
};

/** The form for a card: four digits of CVV for American Express. */
export function formWith(card: string) {
  return { ...FORM, card, cvv: card.startsWith('37') ? '1234' : '123' };
}

/** A browser without JavaScript: what it gets, redirects followed. */
export function getPage(fixture: Fixture, path: string, language = 'en') {
  return request(fixture.listener)
    .get(path)
    .set('Accept', 'text/html')
    .set('Accept-Language', language)
    .redirects(2);
}

/** The same browser sends a form; the redirect is not followed. */
export function submit(fixture: Fixture, path: string, form: object = {}) {
  return request(fixture.listener).post(path).type('form').set('Accept', 'text/html').send(form);
}

/** An order over the S2S API. */
export async function createOrder(fixture: Fixture, more: object = {}, key?: string): Promise<string> {
  const body = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }], ...more };
  const { body: answer } = await fixture.s2s(key).post('/s2s/v1/orders').send(body).expect(201);
  return (answer as { order_id: string }).order_id;
}

/** Fills in the form, presses Pay and follows to the page that comes then. */
export async function payOrder(fixture: Fixture, id: string, form: object = FORM) {
  const { status } = await submit(fixture, `/order/${id}/pay`, form);
  const { text } = await getPage(fixture, `/order/${id}`);
  return { status, page: text };
}

/** The text of the element with this `data-testid`; `null` where there is none. */
export function textAt(page: string, testId: string): string | null {
  const [, text] = new RegExp(`data-testid="${testId}"[^>]*>([^<]*)`).exec(page) ?? [];
  return text === undefined ? null : decode(text.trim());
}

/** An attribute of the element with this `data-testid`, wherever in its tag it stands. */
export function attributeAt(page: string, testId: string, name: string): string | null {
  const [tag = ''] = new RegExp(`<[^<]*data-testid="${testId}"[^>]*>`).exec(page) ?? [];
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? null : decode(value);
}

export function stateOf(page: string): string | null {
  return attributeAt(page, 'checkout', 'data-state');
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#34;': '"' };

function decode(text: string): string {
  return text
    .replace(/&(?:amp|lt|gt|#34);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll('&#39;', "'");
}
