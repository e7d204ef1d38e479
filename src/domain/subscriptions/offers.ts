import { hasEnded, type SubscriptionPlan } from '../model/subscription.ts';
import { playerKey, type ReadTables } from '../model/tables.ts';
import { lessPercent } from '../money/money.ts';

/** `SubscriptionOffer` of the published specification, as a plan keeps it. */
interface PlanOffer {
  readonly key: string;
  readonly name?: string | undefined;
  readonly discount_percent?: number | undefined;
  readonly eligibility_rules?: readonly ('new_acquisition' | 'returning')[] | undefined;
  readonly grace_extension?: number | undefined;
  readonly trial_extension?: number | undefined;
  readonly activation_limits?: number | undefined;
}

/** As long as a trial or grace period of a plan may be. */
const MOST_DAYS = 3650;

/** The plan as the player gets it: with the first of its offers that the player is eligible for, or as it is. */
export function planWithOffer(
  tables: Pick<ReadTables, 'subscriptions'>,
  gameId: string,
  playerId: string,
  sku: string,
  plan: SubscriptionPlan,
): SubscriptionPlan {
  const offer = offersOf(plan).find((one) => isOpen(tables, gameId, playerId, sku, one));
  if (!offer) return plan;
  const { key, name = null, discount_percent = 0, trial_extension = 0, grace_extension = 0 } = offer;
  return {
    ...plan,
    trialDays: within(plan.trialDays + trial_extension, MOST_DAYS),
    graceDays: within(plan.graceDays + grace_extension, MOST_DAYS),
    offer: { key, name, discountPercent: within(discount_percent, 100) },
  };
}

/** What the first period costs, in minor units, with the offer of the plan. */
export function firstPrice({ offer }: SubscriptionPlan, price: number): number {
  return lessPercent(price, offer?.discountPercent ?? 0);
}

/** The schema of the items API has checked them. */
function offersOf({ kept }: SubscriptionPlan): readonly PlanOffer[] {
  const offers = kept['offers'];
  return Array.isArray(offers) ? (offers as readonly PlanOffer[]) : [];
}

/** `new_acquisition` is for players without a subscription of the SKU, `returning` for those whose ones have ended. */
function isOpen(
  tables: Pick<ReadTables, 'subscriptions'>,
  gameId: string,
  playerId: string,
  sku: string,
  { key, eligibility_rules: rules = [], activation_limits: limit }: PlanOffer,
): boolean {
  const own = tables.subscriptions.by('player', playerKey(gameId, playerId)).filter((one) => one.sku === sku);
  const isNew = own.length === 0;
  const isEligible =
    rules.length === 0 ||
    (rules.includes('new_acquisition') && isNew) ||
    (rules.includes('returning') && !isNew && own.every(hasEnded));
  if (!isEligible || limit === undefined) return isEligible;
  const activated = tables.subscriptions
    .by('game', gameId)
    .filter((one) => one.sku === sku && one.plan.offer?.key === key);
  return activated.length < limit;
}

function within(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}
