import { NotFound } from '../../domain/model/errors.ts';
import { hasEnded, type Subscription, type SubscriptionStatus } from '../../domain/model/subscription.ts';
import { failRenewal, reactivateSubscription, renewSubscription } from '../../domain/renewals/renewals.ts';
import { pauseSubscription, resumeSubscription } from '../../domain/subscriptions/pauses.ts';
import { allowsPause } from '../../domain/subscriptions/plans.ts';
import { cancelSubscription, expireSubscription } from '../../domain/subscriptions/subscriptions.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { amountText, momentAt } from './formats.ts';
import { redirectTo } from './layout.ts';
import type { Badge } from './status-text.ts';

/** The newest subscriptions that are shown; the control API lists them all. */
const SHOWN = 100;

/** The subscriptions of the game's players, newest first, and what can happen to each. */
export const subscriptionsPage = dashboardPage({
  method: 'GET',
  path: '/subscriptions',
  run: (context) => {
    const found = context.tables.subscriptions.by('game', context.game.id);
    const newest = found.slice(-SHOWN).toReversed();
    return {
      view: 'subscriptions',
      title: 'Subscriptions',
      section: 'subscriptions',
      state: newest.map(({ status }) => status).join('.'),
      model: {
        total: found.length,
        rows: newest.map((subscription) => subscriptionRow(context, subscription)),
      },
    };
  },
});

const TONES: Readonly<Record<SubscriptionStatus, Badge['tone']>> = {
  trial: 'info',
  active: 'good',
  grace: 'warn',
  canceled: 'warn',
  expired: 'neutral',
  locked: 'bad',
  ended: 'neutral',
  paused: 'neutral',
  pending: 'info',
};

function subscriptionRow({ root, now }: DashboardContext, subscription: Subscription) {
  const { id, name, sku, playerId, status, plan, price, currency, orderId, lastOrderId } = subscription;
  const { periodType, periodValue } = plan.billingCycle;
  return {
    id,
    name,
    sku,
    playerId,
    badge: { label: status, tone: TONES[status] },
    plan: plan.name,
    price: `${amountText(price, currency)} / ${periodValue === 1 ? periodType : `${periodValue} ${periodType}s`}`,
    until: momentAt(subscription.effectiveUntil, now),
    orders: [...new Set([orderId, lastOrderId])].map((order) => ({
      id: order,
      href: `${root}/orders/${order}`,
    })),
    actions: actionsOf(subscription).map((action) => ({
      name: action,
      label: ACTIONS[action].label,
      href: `${root}/subscriptions/${id}/${action}`,
    })),
  };
}

type ActionName = 'renew' | 'fail-renewal' | 'cancel' | 'pause' | 'resume' | 'reactivate' | 'expire';

interface SubscriptionVerb {
  readonly label: string;
  readonly run: (context: DashboardContext, id: string) => void;
}

/** The names are those of the control API. */
const ACTIONS: Readonly<Record<ActionName, SubscriptionVerb>> = {
  renew: {
    label: 'Renew',
    run: ({ domain, game }, id) => {
      renewSubscription(domain, game, id);
    },
  },
  'fail-renewal': {
    label: 'Fail renewal',
    run: ({ domain, game }, id) => {
      failRenewal(domain, game, id);
    },
  },
  cancel: {
    label: 'Cancel',
    run: ({ domain, game }, id) => {
      cancelSubscription(domain, game, id, null);
    },
  },
  pause: {
    label: 'Pause',
    run: ({ domain, game }, id) => {
      pauseSubscription(domain, game, id);
    },
  },
  resume: {
    label: 'Resume',
    run: ({ domain, game }, id) => {
      resumeSubscription(domain, game, id);
    },
  },
  reactivate: {
    label: 'Reactivate',
    run: ({ domain, game }, id) => {
      reactivateSubscription(domain, game, id, null);
    },
  },
  expire: {
    label: 'Expire',
    run: ({ domain, game }, id) => {
      expireSubscription(domain, game, id);
    },
  },
};

function actionsOf(subscription: Subscription): readonly ActionName[] {
  if (hasEnded(subscription)) return ['reactivate'];
  if (subscription.status === 'paused') return ['resume', 'expire'];
  if (['canceled', 'locked'].includes(subscription.status)) return ['reactivate', 'expire'];
  const renewals = subscription.plan.renewalType === 'auto' ? (['renew', 'fail-renewal'] as const) : [];
  const isPausable = allowsPause(subscription.plan) && subscription.status !== 'grace';
  return [...renewals, ...(isPausable ? (['pause'] as const) : []), 'cancel', 'expire'];
}

export const changeSubscription = dashboardPage({
  method: 'POST',
  path: '/subscriptions/:id/:action',
  again: subscriptionsPage,
  run: (context, { params: { id, action } }) => {
    if (!Object.hasOwn(ACTIONS, action)) throw new NotFound(`There is no action ${JSON.stringify(action)}.`);
    ACTIONS[action as ActionName].run(context, id);
    return redirectTo(`${context.root}/subscriptions`, 'subscription-changed');
  },
});
