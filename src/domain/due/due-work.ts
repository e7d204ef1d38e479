import type { DomainContext } from '../model/context.ts';
import type { ReadTables, RecordTypes, TableName } from '../model/tables.ts';
import { continueSubscription, dueAtOf } from '../renewals/renewals.ts';
import { runFollowUp } from '../payments/disputes.ts';

/** What can be planned, for people. */
export const PLANNED_KINDS = ['dispute', 'dispute_end', 'fraud', 'renewal'] as const;

/** Something that happens by itself at a moment of its game's time. */
export interface Planned {
  readonly kind: (typeof PLANNED_KINDS)[number];
  readonly gameId: string;
  /** `null` for what concerns no order. */
  readonly orderId: string | null;
  readonly dueAt: number;
}

/** The tables whose records can plan something; each has the index `game`. */
type PlanningTable = 'followUps' | 'subscriptions';

/** A table whose records plan something: timers, `POST /clock/advance` and the answers of waits follow from it. */
interface DueWork<Name extends PlanningTable> {
  readonly table: Name;
  /** What the record plans; `null` for nothing. */
  readonly plan: (record: RecordTypes[Name], tables: ReadTables) => Planned | null;
  /**
   * Carries out what is due, in one transaction. Afterwards the record is gone, or plans something later.
   *
   * @param domain the context of the record's game
   */
  readonly run: (domain: DomainContext, id: string) => void;
}

function dueWork<Name extends PlanningTable>(work: DueWork<Name>): DueWork<PlanningTable> {
  // The table says of which type the records are that `plan` gets.
  return work as unknown as DueWork<PlanningTable>;
}

/** Everything that falls due by itself, except the attempts of deliveries, which the delivery engine makes. */
const DUE_WORK: readonly DueWork<PlanningTable>[] = [
  dueWork({
    table: 'followUps',
    plan: ({ kind, gameId, paymentId, dueAt }, { payments }) => {
      const orderId = payments.get(paymentId)?.orderId ?? null;
      return { kind, gameId, orderId, dueAt };
    },
    run: runFollowUp,
  }),
  dueWork({
    table: 'subscriptions',
    plan: (subscription) => {
      const { gameId, lastOrderId: orderId } = subscription;
      const dueAt = dueAtOf(subscription);
      return dueAt === null ? null : { kind: 'renewal', gameId, orderId, dueAt };
    },
    run: continueSubscription,
  }),
];

/** A record with what it plans, and how that is carried out. */
export interface PlannedWork extends Planned {
  readonly table: TableName;
  readonly id: string;
  readonly run: (domain: DomainContext) => void;
}

/** What a record plans; `null` for nothing. */
export function plannedBy(
  tables: ReadTables,
  table: TableName,
  record: RecordTypes[TableName],
): PlannedWork | null {
  const work = DUE_WORK.find((one) => one.table === table);
  // A record of that table.
  const plan = work?.plan(record as RecordTypes[PlanningTable], tables);
  if (!work || !plan) return null;
  const { id } = record;
  return {
    ...plan,
    table,
    id,
    run: (domain) => {
      work.run(domain, id);
    },
  };
}

/** Everything that is planned for any game. */
export function* allPlanned(tables: ReadTables): Generator<PlannedWork> {
  for (const { table } of DUE_WORK) {
    for (const record of tables[table].all()) {
      const planned = plannedBy(tables, table, record);
      if (planned) yield planned;
    }
  }
}

/** What is planned for a game, the earliest first. */
export function plannedFor(tables: ReadTables, gameId: string): readonly PlannedWork[] {
  const { followUps, subscriptions } = tables;
  return [
    ...followUps.by('game', gameId).flatMap((record) => plannedBy(tables, 'followUps', record) ?? []),
    ...subscriptions.by('game', gameId).flatMap((record) => plannedBy(tables, 'subscriptions', record) ?? []),
  ].sort((a, b) => a.dueAt - b.dueAt);
}
