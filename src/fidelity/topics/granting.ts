import type { Topic } from '../rule.ts';

export const GRANTING: Topic = {
  name: 'Granting',
  rules: [
    {
      id: 'granting.states',
      standing: 'our reading',
      rule: 'Granting is apart from the status of the order: pending, then granted, partly granted, declined or failed.',
    },
    {
      id: 'granting.none',
      standing: 'our reading',
      rule: 'An order that no webhook takes `item.add` for has the granting `none`: it counts as paid and not received.',
    },
    {
      id: 'granting.system-items',
      standing: 'our reading',
      rule: 'An order of system items only sends no `item.add` and counts as granted.',
    },
    {
      id: 'granting.several-webhooks',
      standing: 'our reading',
      rule: 'Granting is kept for each webhook that takes `item.add`. The order is granted when all have accepted, declined as soon as one declines, and partly granted when some have accepted and others failed.',
    },
    {
      id: 'granting.resend',
      standing: 'our reading',
      rule: 'What was granted stays granted, whatever a later resend brings. A declined or failed grant can still be accepted by a resend, and then an `item.remove` that waited is sent.',
    },
    {
      id: 'granting.item-remove',
      standing: 'our reading',
      rule: 'After a refund or cancellation each webhook that accepted `item.add` gets its `item.remove`: at once, or when it accepts. One that did not accept gets none. A webhook for `item.remove` alone gets it with the first.',
    },
    {
      id: 'granting.declined-without-refund',
      standing: 'our reading',
      rule: 'Without automatic refunds a declined order stays paid, and the dashboard says that the player paid and got nothing.',
      setting: '--auto-refund',
    },
  ],
};
