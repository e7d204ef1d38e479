import type { Locator, Page } from 'playwright-core';
import type { CheckoutState } from './http/checkout/state.ts';

export type { CheckoutState };

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

  /** @param checkoutUrl as the API answered it when the order was created. */
  async open(checkoutUrl: string): Promise<void> {
    await this.page.goto(checkoutUrl);
  }

  async state(): Promise<CheckoutState> {
    return (await this.part('checkout').getAttribute('data-state')) as CheckoutState;
  }

  /** Resolves once the page shows this state. */
  async waitFor(state: CheckoutState, options: { timeout?: number } = {}): Promise<void> {
    await this.part(`state-${state}`).waitFor(options);
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

  /** Fills in the whole form, with a good test card unless told otherwise, and presses Pay. */
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

  async applyCoupon(code: string): Promise<void> {
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
