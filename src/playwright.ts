import type { Locator, Page } from 'playwright-core';
import type { CheckoutState } from './http/checkout/state.ts';
import type { Emulator, EmulatorOptions } from './in-process.ts';

export type { CheckoutState, Emulator, EmulatorOptions };

/** What a player types; what is left out keeps what the page put there. */
export interface CardDetails {
  readonly card?: string;
  readonly email?: string;
  readonly expiry?: string;
  readonly cvv?: string;
  /** ISO 3166-1 alpha-2, such as `US`. */
  readonly country?: string;
  readonly postalCode?: string;
}

export type CheckoutField = 'email' | 'card' | 'expiry' | 'cvv' | 'country' | 'postal-code' | 'coupon';

/** A test card that succeeds, and everything else that the form asks for. */
const USUAL = {
  card: '4242 4242 4242 4242',
  email: 'player@example.com',
  expiry: '12/34',
  postalCode: '10001',
} as const;

/** American Express cards carry four digits, all others three. */
function usualCvv(card: string): string {
  return /^3[47]/.test(card) ? '1234' : '123';
}

/**
 * The emulator's checkout page as a Playwright test drives it.
 *
 *     const checkout = new CheckoutPage(page);
 *     await checkout.open(order.checkout_url);
 *     await checkout.pay({ card: '4242 4242 4242 4242' });
 *     await checkout.waitFor('done');
 */
export class CheckoutPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Anything on the page by its `data-testid`; `docs/checkout-testing.md` lists them. */
  part(testId: string): Locator {
    return this.page.locator(`[data-testid="${testId}"]`);
  }

  /**
   * @param checkoutUrl as the API answered it when the order was created
   * @throws Error for an unknown order
   */
  async open(checkoutUrl: string): Promise<void> {
    const answer = await this.page.goto(checkoutUrl);
    if (answer === null || answer.ok()) return;
    const text = (await this.page.locator('main').first().innerText()).replace(/\s+/g, ' ').trim();
    throw new Error(`${checkoutUrl} answered ${answer.status()}: ${text}`);
  }

  async state(): Promise<CheckoutState> {
    return (await this.part('checkout').getAttribute('data-state')) as CheckoutState;
  }

  /** Resolves once the page shows this state. @throws Error that names the state that it shows instead */
  async waitFor(state: CheckoutState, options: { timeout?: number } = {}): Promise<void> {
    try {
      await this.part(`state-${state}`).waitFor(options);
    } catch (error) {
      const [shown] = await this.part('checkout').all();
      const instead = shown ? `shows the state ${String(await shown.getAttribute('data-state'))}` : 'is none';
      throw new Error(`The checkout page ${this.page.url()} ${instead}, not ${state}.`, { cause: error });
    }
  }

  /** Types what is given into the form's fields. */
  async fill(details: CardDetails): Promise<void> {
    const { card, email, expiry, cvv, country, postalCode } = details;
    const typed = { email, 'card-number': card, 'card-expiry': expiry, 'card-cvv': cvv };
    for (const [field, text] of Object.entries({ ...typed, 'postal-code': postalCode })) {
      if (text !== undefined) await this.part(field).fill(text);
    }
    if (country !== undefined) await this.part('country').selectOption(country);
  }

  /** Fills in the whole form, by default with a test card that succeeds, and presses Pay. */
  async pay(details: CardDetails = {}): Promise<void> {
    const card = details.card ?? USUAL.card;
    await this.fill({ ...USUAL, cvv: usualCvv(card), ...details, card });
    await this.pressPay();
  }

  /** Presses Pay and waits for the answer: a new page, or fields that the page finds wrong. */
  async pressPay(): Promise<void> {
    const answered = this.page.waitForEvent('load');
    const refused = this.page.locator('#pay-form [aria-invalid="true"]').first().waitFor();
    await Promise.all([this.part('pay-button').click(), Promise.any([answered, refused])]);
  }

  /** Pays with the card that a live game has kept for the player. */
  async payWithSavedCard(): Promise<void> {
    await this.part('pay-saved-button').click();
  }

  /** Fills in the form with a test card from the tester's drawer. */
  async pickTestCard(card: string): Promise<void> {
    await this.part(`test-card-${card.replace(/\D/g, '')}`).click();
  }

  /** Puts a coupon on the order. On a phone, its field is among the details of the order, which are opened first. */
  async applyCoupon(code: string): Promise<void> {
    const toggle = this.part('order-details-toggle');
    const isOpen = (await this.part('order-details').getAttribute('open')) !== null;
    if (!isOpen && (await toggle.isVisible())) await toggle.click();
    await this.part('coupon-code').fill(code);
    await this.part('coupon-apply').click();
  }

  async answerThreeDSecure(answer: 'complete' | 'fail' | 'cancel'): Promise<void> {
    await this.part(`three-ds-${answer}`).click();
  }

  /** What is wrong with a field, in the page's language; empty when nothing is. */
  async errorAt(field: CheckoutField): Promise<string> {
    const place = this.part(`error-${field}`);
    const isHint = (await place.locator('.hint').count()) > 0;
    return isHint ? '' : (await place.innerText()).trim();
  }

  /** The total as it is written in the player's language and the order's currency. */
  async total(): Promise<string> {
    return (await this.part('order-total').innerText()).trim();
  }

  /** Why the last attempt was declined: the response code; `null` when it was not. */
  async declineCode(): Promise<string | null> {
    const banner = this.part('banner-declined');
    return (await banner.count()) === 0 ? null : banner.getAttribute('data-code');
  }

  /** The link that leads back after paying; `null` when the order has none. */
  async linkBackTo(target: 'game' | 'store'): Promise<string | null> {
    const link = this.part(`back-to-${target}`);
    return (await link.count()) === 0 ? null : link.getAttribute('href');
  }

  /** The tester's drawer: the next attempt is declined with this response code, whatever the card. */
  async declineNext(code: string): Promise<void> {
    await this.part('tester-decline').selectOption(code);
  }

  /** The tester's drawer: the next payment stays pending until it is resolved. */
  async holdNext(): Promise<void> {
    await this.part('tester-hold').check();
  }

  async resolve(outcome: 'succeeded' | 'declined' | 'expired'): Promise<void> {
    await this.part(`tester-resolve-${outcome}`).click();
  }

  async leaveWithoutPaying(): Promise<void> {
    await this.part('tester-abandon').click();
  }
}

/** What tests of `base.extend(emulatorFixtures())` get besides the fixtures of Playwright. */
export interface PlaywrightFixtures {
  /** The options of the emulator; `test.use({ emulatorOptions: { … } })` changes them. */
  readonly emulatorOptions: EmulatorOptions;
  /** An emulator of the test's own, which is stopped after the test. */
  readonly emulator: Emulator;
  /** The checkout page in the test's `page`. */
  readonly checkout: CheckoutPage;
}

type Use<Fixture> = (fixture: Fixture) => Promise<void>;

/**
 * The fixtures for Playwright Test, which comes from your project:
 *
 *     import { test as base } from '@playwright/test';
 *     import { emulatorFixtures, type PlaywrightFixtures } from 'aghanim-emulator/playwright';
 *
 *     export const test = base.extend<PlaywrightFixtures>(emulatorFixtures());
 *
 *     test('pays', async ({ emulator, checkout }) => { … });
 */
export function emulatorFixtures() {
  return {
    emulatorOptions: [{}, { option: true }] as [EmulatorOptions, { option: true }],
    emulator: async (
      { emulatorOptions }: { readonly emulatorOptions: EmulatorOptions },
      use: Use<Emulator>,
    ): Promise<void> => {
      const { createEmulator } = await import('./in-process.ts');
      const emulator = await createEmulator(emulatorOptions);
      try {
        await use(emulator);
      } finally {
        await emulator.stop();
      }
    },
    checkout: async ({ page }: { readonly page: Page }, use: Use<CheckoutPage>): Promise<void> => {
      await use(new CheckoutPage(page));
    },
  };
}
