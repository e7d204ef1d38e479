/** A place where the emulator answers otherwise than the specification says, on purpose. */
export interface Deviation {
  readonly name: string;
  readonly operation: RegExp;
  readonly status: number;
  /** What the answer says. */
  readonly says: RegExp;
  readonly reason: string;
}

const CATALOGUE =
  /\/v1\/(?:items|item_categories|coupons|orders$|achievements$|loyalty\/\{loyalty_settings_id\}\/tiers$)/;
const LINKS = /\/v1\/users\/\{user_id\}\/(?:un)?link_player/;

export const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'a time is a date',
    operation:
      /^(?:POST|PUT|PATCH) \/v1\/(?:orders|coupons|players|locales|items|leaderboards|events|loyalty)/,
    status: 422,
    says: /"(?:expires_at|start_at|end_at|granted_at|revoked_at|published_at|archived_at|event_time|activated_at)"\],"msg":"Input should be (?:greater|less) than or equal to (?:0|8640000000000)"/,
    reason: 'The specification bounds no time; one outside of the range of dates could not be shown.',
  },
  {
    name: 'a webhook has a web address',
    operation: /^(?:POST|PUT) \/v1\/webhooks/,
    status: 422,
    says: /Not a valid webhook URL/,
    reason: 'The specification takes any text as a webhook URL; nothing could be delivered to it.',
  },
  {
    name: 'batch mode is refused',
    operation: /^(?:POST|PUT) \/v1\/webhooks/,
    status: 422,
    says: /does not serve batch mode/,
    reason: 'The emulator sends each event by itself; ignored, batch_mode would mislead.',
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
    name: 'what a body names exists (bulk)',
    operation: CATALOGUE,
    status: 404,
    says: /was not found/,
    reason: 'A bulk operation names records by id; the specification cannot say that they must exist.',
  },
  {
    name: 'what a body names exists',
    operation: CATALOGUE,
    status: 422,
    says: /was not found|Unknown (?:item|SKU|price template)|Name the nested item/,
    reason:
      'References to items, categories and price templates must lead somewhere; the specification bounds only their type.',
  },
  {
    name: 'a creator program that is changed exists',
    operation: /^PUT \/v1\/coupons/,
    status: 409,
    says: /has no creator program/,
    reason: 'An update of a creator program lacks the fields that would make one.',
  },
  {
    name: 'a player who is linked exists',
    operation: LINKS,
    status: 404,
    says: /Player .* was not found/,
    reason: 'Only known players can be linked or unlinked; the specification takes any text.',
  },
  {
    name: 'a player or user who is named exists',
    operation: /\/(?:unlock|issue_points)$/,
    status: 404,
    says: /(?:Player|User) .* was not found/,
    reason: 'Only known players can have achievements and points; the specification takes any text.',
  },
  {
    name: 'an override of the share has a share',
    operation: /^PUT \/v1\/creators/,
    status: 422,
    says: /A share is needed/,
    reason: 'The published description says so in words; the schema cannot.',
  },
  {
    name: 'a person whose data is removed is known',
    operation: /^POST \/v1\/gdpr_requests$/,
    status: 404,
    says: /knows nobody like that/,
    reason: 'The specification takes any text; the data of nobody cannot be removed.',
  },
  {
    name: 'a one-time token is known',
    operation: /^POST \/v1\/users\/authenticate$/,
    status: 422,
    says: /This token is unknown/,
    reason: 'Only tokens that were given out log anybody in.',
  },
  {
    name: 'a period has an end',
    operation: /^GET \/v1\/payments$/,
    status: 422,
    says: /end_at is mandatory when start_at is given/,
    reason: 'The published description says so in words; the schema cannot.',
  },
];

/** What the operations of `--spec` do that their document cannot say. */
export const GENERIC_DEVIATIONS: readonly Deviation[] = [
  {
    name: 'what a bulk operation names exists',
    operation: /^(?:PATCH|DELETE) /,
    status: 404,
    says: /was not found in/,
    reason: 'A bulk operation names records by id; the specification cannot say that they must exist.',
  },
];
