/** A place where the emulator answers otherwise than the specification says, on purpose. */
export interface Deviation {
  readonly name: string;
  readonly operation: RegExp;
  readonly status: number;
  /** What the answer says. */
  readonly says: RegExp;
  readonly reason: string;
}

export const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'a webhook has a web address',
    operation: /^(?:POST|PUT) \/v1\/webhooks/,
    status: 422,
    says: /Not a URL that a webhook can be sent to/,
    reason: 'The specification takes any text as a webhook URL; nothing could be delivered to it.',
  },
  {
    name: 'a new SKU needs a price and a name',
    operation: /^POST \/v1\/orders$/,
    status: 422,
    says: /Unknown SKU/,
    reason: 'The specification cannot say that an order of an unknown SKU needs its name and a price.',
  },
  {
    name: 'an unusable coupon code is refused',
    operation: /^POST \/v1\/orders$/,
    status: 422,
    says: /Coupon /,
    reason: 'A coupon code at creation must be usable; the specification bounds only its length.',
  },
];
