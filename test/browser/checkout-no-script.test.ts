import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setStage, type Stage } from '../checkout/stage.ts';
import { findChromium } from '../support/browser.ts';

const chromium = findChromium();
const NO_SCRIPT = { javaScriptEnabled: false };
let stage: Stage;

describe.skipIf(chromium === null)('a browser without JavaScript (skipped without Chromium)', () => {
  beforeAll(async () => {
    stage = await setStage(chromium ?? '');
  });
  afterEach(() => stage.clear());
  afterAll(() => stage.close());

  it('pays, waits and is done', async () => {
    const checkout = await stage.open(await stage.order(), NO_SCRIPT);
    await checkout.pay();
    await checkout.waitFor('done');
  });

  it('is led back by the page itself', async () => {
    const id = await stage.order({
      back_to_store_url: 'https://game.example/store',
      redirect_settings: { mode: 'immediate' },
    });
    const checkout = await stage.open(id, NO_SCRIPT);
    await checkout.page.route('https://game.example/**', (route) => route.fulfill({ body: 'the store' }));
    await checkout.pay();
    await checkout.page.waitForURL('https://game.example/store');
  });

  it('fills in a test card by a click, is declined, and tries again', async () => {
    const checkout = await stage.open(await stage.order(), NO_SCRIPT);
    await checkout.pickTestCard('4211127262112418');
    await checkout.page.waitForURL(/fill=/);
    await checkout.pressPay();
    expect(await checkout.declineCode()).toBe('2051');
    await checkout.pay({ card: '4224703082575813' });
    await checkout.answerThreeDSecure('complete');
    await checkout.waitFor('done');
  });

  it('is told what is wrong with the form', async () => {
    const checkout = await stage.open(await stage.order(), NO_SCRIPT);
    await checkout.pay({ card: '4242 4242 4242 4241' });
    await checkout.part('error-summary').waitFor();
    expect(await checkout.errorAt('card')).toBe('This is not a valid card number.');
  });
});
