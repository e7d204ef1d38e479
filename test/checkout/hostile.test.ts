import { describe, expect, it } from 'vitest';
import { offeredLink, offeredPicture } from '../../src/http/checkout/summary.ts';
import { createFixture } from '../support/fixture.ts';
import { attributeAt, FORM, createOrder, payOrder, submit, getPage } from './pages.ts';

const SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
const TAGS = /<script>|<img src=x|onerror=alert\(\d\)>/;

const HOSTILE = {
  player_id: SCRIPT,
  items: [
    { sku: SCRIPT, name: SCRIPT, description: SCRIPT, image_url: 'https://x.example/"><script>alert(3)' },
  ],
  price_decimal: 5,
  currency: 'USD',
  player_info: { name: SCRIPT, avatar_url: 'javascript:alert(4)', custom_attributes: { a: SCRIPT } },
  ui_settings: { show_player_info: true },
  metadata: { [SCRIPT]: SCRIPT },
  back_to_game_url: 'mygame://x?"><script>alert(5)</script>',
  back_to_store_url: 'https://x.example/?"><script>',
  redirect_settings: { mode: 'delayed' },
};

describe('an order with hostile text in it', () => {
  it('is shown as text, before and after it is paid', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture, HOSTILE);
    const before = (await getPage(fixture, `/order/${id}`).expect(200)).text;
    const { page: after } = await payOrder(fixture, id);
    const receipt = (await getPage(fixture, `/order/${id}/receipt`).expect(200)).text;
    for (const page of [before, after, receipt]) {
      expect(page).not.toMatch(TAGS);
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toContain('javascript:');
    }
  });

  it('keeps hostile text that is typed into the form as text too', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const form = Object.fromEntries(Object.keys(FORM).map((field) => [field, SCRIPT]));
    const { text } = await submit(fixture, `/order/${id}/pay`, form).expect(422);
    expect(text).not.toMatch(TAGS);
    expect(attributeAt(text, 'email', 'value')).toBe(SCRIPT);
  });

  it('is shown under a policy that lets no script of its own run', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    for (const path of [`/order/${id}`, '/order/ord_nothing']) {
      const { headers, text } = await getPage(fixture, path);
      const policy = headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style|\sstyle=/);
    }
  });

  it('says nothing of what was asked in the address of a page that is not there', async () => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `/order/${encodeURIComponent(SCRIPT)}`).expect(404);
    expect(text).not.toMatch(TAGS);
  });
});

describe('a link of the order', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    'view-source:https://x.example',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:https://x.example/1',
    'file:///etc/passwd',
    '//x.example',
    '/relative',
    'no link',
    '',
    null,
  ])('%j is not offered [checkout.links]', (link) => {
    expect(offeredLink(link, 'ord_1')).toBeNull();
    expect(offeredPicture(link)).toBeNull();
  });

  it.each([
    ['mygame://back/{order_id}', 'mygame://back/ord_1'],
    ['https://x.example/?o={order_id}&p={order_id}', 'https://x.example/?o=ord_1&p=ord_1'],
    ['intent://x#Intent;scheme=mygame;end', 'intent://x#Intent;scheme=mygame;end'],
  ])('%s is offered [orders.order-id-in-links] [checkout.links]', (link, expected) => {
    expect(offeredLink(link, 'ord_1')).toBe(expected);
  });
});
