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
  {
    name: 'a range has an end',
    operation: /^GET \/v1\/payments$/,
    status: 422,
    says: /end_at is mandatory when start_at is given/,
    reason: 'The description of end_at says that it is mandatory with start_at; the schema cannot.',
  },
  {
    name: 'a free item is one of the catalogue',
    operation: /^(?:POST|PUT) \/v1\/coupons/,
    status: 422,
    says: /Item .* was not found/,
    reason: 'A coupon for an item that does not exist could never be redeemed.',
  },
  {
    name: 'only coupons that exist are moved',
    operation: /^PATCH \/v1\/coupons$/,
    status: 404,
    says: /Coupon .* was not found/,
    reason: 'The ids stand in the body, where the specification takes any text.',
  },
  {
    name: 'a token logs in once',
    operation: /^POST \/v1\/users\/authenticate$/,
    status: 422,
    says: /token is unknown/,
    reason: 'The specification takes any text as a token, but only one that was made logs anybody in.',
  },
  {
    name: "only the user's own player is unlinked",
    operation: /^POST \/v1\/users\/\{user_id\}\/unlink_player$/,
    status: 404,
    says: /Player .* was not found/,
    reason: 'The specification takes any text as a player id.',
  },
];
