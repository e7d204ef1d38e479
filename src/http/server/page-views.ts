/** The orders whose views are remembered. */
const LIMIT = 2000;

/** When players first opened the checkout pages of orders; kept in memory only. */
export class PageViews {
  readonly #first = new Map<string, number>();

  /** @param at Unix milliseconds */
  opened(orderId: string, at: number): void {
    if (this.#first.has(orderId)) return;
    this.#first.set(orderId, at);
    const [oldest] = this.#first.keys();
    if (this.#first.size > LIMIT && oldest !== undefined) this.#first.delete(oldest);
  }

  firstOf(orderId: string): number | null {
    return this.#first.get(orderId) ?? null;
  }
}
