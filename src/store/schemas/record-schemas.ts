import type * as z from 'zod';
import { nearestName } from '../../domain/model/nearest.ts';
import type { Stored } from '../../domain/model/record.ts';
import type { RecordTypes, TableName } from '../../domain/model/tables.ts';
import { upgraded } from '../upgrades.ts';
import * as catalogue from './catalogue-schemas.ts';
import * as community from './community-schemas.ts';
import * as orders from './order-schemas.ts';
import * as subscriptions from './subscription-schemas.ts';
import * as webhooks from './webhook-schemas.ts';

const SCHEMAS: { readonly [Name in TableName]: z.ZodType<RecordTypes[Name]> } = {
  games: catalogue.game,
  clocks: catalogue.clock,
  idSequences: catalogue.idSequence,
  players: catalogue.player,
  items: catalogue.item,
  itemCategories: catalogue.itemCategory,
  priceTemplates: catalogue.priceTemplate,
  locales: catalogue.locale,
  orders: orders.order,
  payments: orders.payment,
  webhooks: webhooks.webhook,
  endpoints: webhooks.endpoint,
  signingIdentities: webhooks.signingIdentity,
  events: webhooks.event,
  deliveries: webhooks.delivery,
  attempts: webhooks.attempt,
  followUps: orders.followUp,
  coupons: catalogue.coupon,
  redemptions: orders.redemption,
  subscriptions: subscriptions.subscription,
  freeUsers: catalogue.freeUser,
  loginTokens: catalogue.loginToken,
  achievements: community.achievement,
  unlockedAchievements: community.unlockedAchievement,
  leaderboards: community.leaderboard,
  leaderboardMembers: community.leaderboardMember,
  gameEvents: community.gameEvent,
  loyaltyPrograms: community.loyaltyProgram,
  pointsEntries: community.pointsEntry,
  creators: community.creator,
  resources: catalogue.resource,
};

/** Fields that records of version 0.1 had, and that nothing reads any more. */
const FORMER_FIELDS: Readonly<Partial<Record<TableName, readonly string[]>>> = { orders: ['pendingRemoval'] };

/**
 * What is wrong with a record that a person may have edited: a sentence with the JSON path of the first misspelt or
 * mistyped field; `null` for a record as this version writes it, or an older one.
 *
 * @param path the JSON path of the record
 */
export function mistakeIn(table: TableName, record: Stored, path: string): string | null {
  const checked = SCHEMAS[table].safeParse(withoutFormerFields(table, completed(table, record)));
  const issues = checked.error?.issues ?? [];
  // A misspelt field is also a missing one.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) return null;
  const where = issue.path.reduce<string>((prefix, step) => prefix + stepOf(step), path);
  if (issue.code !== 'unrecognized_keys') return `${where}: ${issue.message}.`;
  const [key = ''] = issue.keys;
  const meant = nearestName(key, missingNames(table, record, issue.path));
  const advice = meant === null ? '.' : `; did you mean ${JSON.stringify(meant)}?`;
  return `${where}${stepOf(key)}: There is no such field${advice}`;
}

/** The record with what an older one lacks; as it is where a mistake stands in the way. */
function completed(table: TableName, record: Stored): Stored {
  try {
    return upgraded(table, record);
  } catch {
    return record;
  }
}

function withoutFormerFields(table: TableName, record: Stored): object {
  const former = FORMER_FIELDS[table] ?? [];
  return Object.fromEntries(Object.entries(record).filter(([name]) => !former.includes(name)));
}

function stepOf(step: PropertyKey): string {
  return typeof step === 'number' ? `[${step}]` : `.${String(step)}`;
}

/** The names of the fields that the object at a path needs and does not have. */
function missingNames(table: TableName, record: Stored, path: readonly PropertyKey[]): readonly string[] {
  const emptied: unknown = structuredClone(record);
  const object = path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown>)[step],
    emptied,
  );
  const present = Object.keys(object as object);
  for (const name of present) Reflect.deleteProperty(object as object, name);
  const issues = SCHEMAS[table].safeParse(emptied).error?.issues ?? [];
  const below = issues.filter(
    (issue) => issue.path.length === path.length + 1 && path.every((step, at) => issue.path[at] === step),
  );
  return below.map((issue) => String(issue.path.at(-1))).filter((name) => !present.includes(name));
}
