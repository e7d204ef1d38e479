import type { Topic } from '../rule.ts';

export const CREATORS: Topic = {
  name: 'Creators',
  rules: [
    {
      id: 'creators.attribution',
      standing: 'our reading',
      rule: 'An order with a coupon whose `creator_program` names a creator is attributed to them: `context.order.creator` of all its events is `{ id, name, coupon_code }`, as they were when the coupon was applied. Without a creator it is null.',
    },
    {
      id: 'creators.coupon',
      standing: 'specification',
      rule: 'A new creator has a coupon with `coupon_code`, else with a code made of the name.',
      source: 'CreatorCreate.coupon_code',
    },
    {
      id: 'creators.coupon-type',
      standing: 'our reading',
      rule: 'That coupon is of the type `non_benefit` with the reward 0: it changes no price. A code that another coupon has is 409. Deleting a creator deletes this coupon; others of theirs stay and attribute nothing any more.',
    },
    {
      id: 'creators.known',
      standing: 'our reading',
      rule: 'A coupon with a `creator_id` that the game does not have is 422.',
    },
    {
      id: 'creators.earnings',
      standing: 'our reading',
      rule: '`lifetime_gross_usd_cents`, `revenue` (after fees and taxes) and `balance` (the share of the creator) are US cents of the stored orders that are paid and neither refunded nor canceled. The share is the reward of the coupon, or the override of the creator.',
    },
    {
      id: 'creators.share-override',
      standing: 'specification',
      rule: 'Enabling the override of the share without `revenue_share_override_bps` is 422.',
      source: 'CreatorUpdate.revenue_share_override_bps',
    },
    {
      id: 'creators.no-terms',
      standing: 'our reading',
      rule: 'Creators cannot accept terms, qualify for tiers or connect accounts here: no creator has terms, a country or a tier, and social accounts are `pending` with empty figures. Their platform and handle are read from the link.',
    },
  ],
};
