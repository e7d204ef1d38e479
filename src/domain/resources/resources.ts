import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Json, JsonObject, Resource } from '../model/resource.ts';
import { kindKey, type ReadTables } from '../model/tables.ts';

/** What is known of a kind of record. */
export interface ResourceKind {
  /** Where its operations are published: `/v1/news`. */
  readonly name: string;
  /** The fields whose values no two records of a game share. */
  readonly uniqueFields: readonly string[];
}

export type Scope = Resource['scope'];

export interface NewResource {
  readonly key: string;
  readonly scope: Scope;
  readonly data: JsonObject;
}

/** The game's records of a kind that lie in `scope`, oldest first. */
export function listResources(
  tables: Pick<ReadTables, 'resources'>,
  gameId: string,
  kind: string,
  scope: Scope = {},
): readonly Resource[] {
  return tables.resources.by('kind', kindKey(gameId, kind)).filter((resource) => isWithin(resource, scope));
}

export function findResource(
  tables: Pick<ReadTables, 'resources'>,
  gameId: string,
  kind: string,
  key: string,
): Resource | null {
  return tables.resources.get(resourceId(gameId, kind, key)) ?? null;
}

/** @throws NotFound when the game has no such record in `scope`. */
export function getResource(
  tables: Pick<ReadTables, 'resources'>,
  gameId: string,
  kind: string,
  key: string,
  scope: Scope = {},
): Resource {
  const found = findResource(tables, gameId, kind, key);
  if (found && isWithin(found, scope)) return found;
  throw new NotFound(`${JSON.stringify(key)} was not found in ${kind}.`);
}

/** @throws what `createResources` throws */
export function createResource(
  domain: DomainContext,
  game: Game,
  kind: ResourceKind,
  asked: NewResource,
): Resource {
  return inTransaction(domain, (tx) => create(tx, game, new UniqueValues(tx.tables, game.id, kind), asked));
}

/**
 * Creates records, all or none.
 *
 * @throws Conflict for a key or a unique field that another record has.
 */
export function createResources(
  domain: DomainContext,
  game: Game,
  kind: ResourceKind,
  asked: readonly NewResource[],
): readonly Resource[] {
  return inTransaction(domain, (tx) => {
    const taken = new UniqueValues(tx.tables, game.id, kind);
    return asked.map((one) => create(tx, game, taken, one));
  });
}

function create(tx: Tx, game: Game, taken: UniqueValues, { key, scope, data }: NewResource): Resource {
  const { kind } = taken;
  const id = resourceId(game.id, kind, key);
  if (tx.tables.resources.get(id)) throw new Conflict(`${JSON.stringify(key)} is already in ${kind}.`);
  const moments = { createdAt: tx.now, modifiedAt: tx.now };
  return put(tx, taken, { id, gameId: game.id, kind, key, scope, data, ...moments });
}

export interface ResourceChange {
  readonly key: string;
  readonly scope: Scope;
  /** What becomes of the record's data. */
  readonly change: (data: JsonObject) => JsonObject;
  /** Whether a record that does not exist is created. */
  readonly creates: boolean;
}

/**
 * Changes records, all or none.
 *
 * @throws NotFound
 * @throws Conflict for a unique field that another record has, and for a record that is named twice.
 */
export function changeResources(
  domain: DomainContext,
  game: Game,
  kind: ResourceKind,
  changes: readonly ResourceChange[],
): readonly Resource[] {
  refuseRepeats(changes.map(({ key }) => key));
  return inTransaction(domain, (tx) => {
    const taken = new UniqueValues(tx.tables, game.id, kind);
    return changes.map((one) => changed(tx, game, taken, one));
  });
}

/** @throws what `changeResources` throws */
export function changeResource(
  domain: DomainContext,
  game: Game,
  kind: ResourceKind,
  asked: ResourceChange,
): Resource {
  return inTransaction(domain, (tx) => changed(tx, game, new UniqueValues(tx.tables, game.id, kind), asked));
}

function changed(tx: Tx, game: Game, taken: UniqueValues, asked: ResourceChange): Resource {
  const { key, scope, change, creates } = asked;
  if (creates && !findResource(tx.tables, game.id, taken.kind, key)) {
    return create(tx, game, taken, { key, scope, data: change({}) });
  }
  const resource = getResource(tx.tables, game.id, taken.kind, key, scope);
  return put(tx, taken, { ...resource, data: change(resource.data), modifiedAt: tx.now });
}

/**
 * Deletes records, all or none, and every record that lies inside one of them.
 *
 * @param parameter the path parameter by which other records say that they lie inside one of these
 * @throws NotFound
 */
export function deleteResources(
  domain: DomainContext,
  game: Game,
  kind: ResourceKind,
  { keys, scope, parameter }: { keys: readonly string[]; scope: Scope; parameter: string | null },
): void {
  inTransaction(domain, (tx) => {
    for (const key of new Set(keys)) {
      tx.tables.resources.delete(getResource(tx.tables, game.id, kind.name, key, scope).id);
    }
    if (parameter === null) return;
    for (const resource of tx.tables.resources.by('game', game.id)) {
      const parent = resource.scope[parameter];
      if (parent !== undefined && keys.includes(parent)) tx.tables.resources.delete(resource.id);
    }
  });
}

/** @throws Conflict for a unique field that another record has. */
function put(tx: Tx, taken: UniqueValues, resource: Resource): Resource {
  taken.replace(tx.tables.resources.get(resource.id), resource);
  tx.tables.resources.put(resource);
  return resource;
}

/**
 * Which record has each value of the unique fields of a kind. A transaction reads the records once, however many it
 * stores: a bulk operation that searched them for each one blocked the process for seconds.
 */
class UniqueValues {
  /** The name of the kind. */
  readonly kind: string;
  /** Ids of records by field and value. */
  readonly #owners: ReadonlyMap<string, Map<Json, Set<string>>>;

  constructor(tables: Pick<ReadTables, 'resources'>, gameId: string, { name, uniqueFields }: ResourceKind) {
    this.kind = name;
    this.#owners = new Map(uniqueFields.map((field) => [field, new Map<Json, Set<string>>()]));
    if (uniqueFields.length === 0) return;
    for (const resource of listResources(tables, gameId, name)) this.#add(resource);
  }

  /** @throws Conflict when another record has a value of `after`. */
  replace(before: Resource | undefined, after: Resource): void {
    for (const [field, owners] of this.#owners) {
      const value = after.data[field] ?? '';
      const ids = owners.get(value);
      if (ids === undefined || ids.size === Number(ids.has(after.id))) continue;
      throw new Conflict(`Another record of ${this.kind} has the ${field} ${JSON.stringify(value)}.`);
    }
    if (before) {
      for (const [field, owners] of this.#owners) owners.get(before.data[field] ?? '')?.delete(before.id);
    }
    this.#add(after);
  }

  /** An empty value is no value. */
  #add({ id, data }: Resource): void {
    for (const [field, owners] of this.#owners) {
      const value = data[field] ?? '';
      if (value !== '') owners.set(value, (owners.get(value) ?? new Set()).add(id));
    }
  }
}

function refuseRepeats(keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw new Conflict(`${JSON.stringify(key)} is named twice.`);
    seen.add(key);
  }
}

function isWithin(resource: Resource, scope: Scope): boolean {
  return Object.entries(scope).every(([name, value]) => {
    const own = resource.scope[name] ?? resource.data[name];
    return own === value || (typeof own === 'number' && String(own) === value);
  });
}

/** The id in the table; a key is unique in its game and kind only. */
function resourceId(gameId: string, kind: string, key: string): string {
  return `${gameId}:${kind}:${key}`;
}
