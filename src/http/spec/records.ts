import type { Json, JsonObject, Resource } from '../../domain/model/resource.ts';
import { NotFound } from '../../domain/model/errors.ts';
import type { Ids } from '../../domain/model/ids.ts';
import {
  findResource,
  getResource,
  type NewResource,
  type ResourceKind,
  type Scope,
} from '../../domain/resources/resources.ts';
import type { RequestContext } from '../api/operation.ts';
import type { Collection } from './collections.ts';
import type { Specification } from './document.ts';
import type { SchemaOrSwitch } from './json-schema.ts';
import { fieldsOf, isRecord, parameterOf } from './shapes.ts';
import { isJsonObject, type RecordFacts, type NamedValues, type Values } from './values.ts';

/** What a request names, as its own operation reads it. @throws NotFound when there is no such thing. */
export type LookUp = (request: RequestContext, parameter: string, id: string) => Json | undefined;

export interface Tools {
  readonly specification: Specification;
  readonly values: Values;
  /** `undefined` for what no operation reads. */
  readonly lookUp: LookUp;
}

/** The records of one collection, as requests name them and answers show them. */
export interface CollectionRecords {
  readonly kind: (request: RequestContext) => ResourceKind;
  /** Which records a request is about: those with these values of its path's parameters. */
  readonly scope: (request: RequestContext, names: readonly string[]) => Scope;
  /** @throws NotFound */
  readonly get: (request: RequestContext, where: readonly string[]) => Resource;
  /** What a record becomes that a body is to create. */
  readonly fresh: (request: RequestContext, body: JsonObject) => NewResource;
  /** The name of a record in a body or a path. */
  readonly keyIn: (element: Json) => string | null;
  /** A record's data without what names it. */
  readonly dataIn: (body: JsonObject) => JsonObject;
  readonly keyOf: (request: RequestContext) => string;
  /** @param schema the answer's; the collection's own where that does not say what it shows */
  readonly show: (
    request: RequestContext,
    resource: Resource,
    schema: SchemaOrSwitch | null,
    refer?: RecordFacts['refer'],
  ) => Json;
}

const RANDOM_CHARACTERS = 11;

export function createRecords(
  { specification, values, lookUp }: Tools,
  collection: Collection,
): CollectionRecords {
  const { resolve } = specification;
  const { idField, idPrefix, idParameter, read, create, holds } = collection;
  const fields = fieldsOf(read, resolve);
  const idSchema = idField === null ? {} : resolve(fields[idField] ?? true);
  const isNamedByBody = idField !== null && idField in fieldsOf(create, resolve);

  const kind = ({ params }: Pick<RequestContext, 'params'>): ResourceKind => ({
    name: collection.name.replace(/\{(.+?)\}/g, (_, name: string) => params[name] ?? ''),
    uniqueFields: collection.uniqueFields,
  });

  const parents = collection.steps.flatMap((step) => parameterOf(step) ?? []);

  const scope = ({ params }: Pick<RequestContext, 'params'>, names: readonly string[]): Scope =>
    Object.fromEntries([...parents, ...names].map((name) => [name, params[name] ?? '']));

  const keyIn = (element: Json): string | null => {
    const name = isJsonObject(element) ? element[idField ?? 'id'] : element;
    return typeof name === 'string' || typeof name === 'number' ? String(name) : null;
  };

  const dataIn = (body: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(body).filter(([name]) => name !== (idField ?? 'id')));

  const keyOf = ({ params, game }: RequestContext): string => {
    if (idParameter !== null && params[idParameter] !== undefined) return params[idParameter];
    return holds === 'one' ? `${idPrefix}${game.id.replace(/^.*_/, '')}` : '';
  };

  const newKey = (ids: Ids): string => {
    if (idSchema.format === 'uuid') return ids.uuid();
    const isNumber = idSchema.type === 'integer' || idSchema.type === 'number';
    return isNumber ? ids.digits(9) : idPrefix + ids.base62(RANDOM_CHARACTERS);
  };

  function get(request: RequestContext, where: readonly string[]): Resource {
    const { app, game } = request;
    const { tables } = app.domain.store;
    const { name } = kind(request);
    const key = keyOf(request);
    const only = holds === 'one' && key === keyOf({ ...request, params: {} });
    if (!only) return getResource(tables, game.id, name, key, scope(request, where));
    const moments = { createdAt: app.domain.clock.now(), modifiedAt: app.domain.clock.now() };
    const unset: Resource = { id: name, gameId: game.id, kind: name, key, scope: {}, data: {}, ...moments };
    return findResource(tables, game.id, name, key) ?? unset;
  }

  const show: CollectionRecords['show'] = (request, resource, schema, refer) => {
    const shape = schema !== null && isRecord(schema, resolve) ? schema : read;
    const named = {
      ...momentsOf(resource),
      ...gameOf(request),
      ...scopeOf(resource),
      ...namesOf(resource.key),
    };
    return values.shown(shape, resource.data, { named, refer: refer ?? referrer(lookUp, request) });
  };

  function namesOf(key: string): NamedValues {
    return { id: [key, Number(key)], ...(idField !== null && { [idField]: [key, Number(key)] }) };
  }

  return {
    kind,
    scope,
    get,
    keyIn,
    dataIn,
    keyOf,
    show,
    fresh: (request, body) => {
      const key = (isNamedByBody ? keyIn(body) : null) ?? newKey(request.app.domain.ids);
      return { key, scope: scope(request, collection.scope), data: dataIn(body) };
    },
  };
}

function momentsOf({ createdAt, modifiedAt }: Resource): NamedValues {
  const created = [Math.floor(createdAt / 1000), new Date(createdAt).toISOString()];
  const modified = [Math.floor(modifiedAt / 1000), new Date(modifiedAt).toISOString()];
  return {
    created_at: created,
    created,
    updated_at: modified,
    modified_at: modified,
    updated: modified,
    modified,
  };
}

function gameOf({ game }: RequestContext): NamedValues {
  return { game_id: [game.id], company_id: [game.companyId] };
}

function scopeOf({ scope }: Resource): NamedValues {
  return Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, [value, Number(value)]]));
}

/** What a record refers to may be gone, or never have been there. */
export function referrer(lookUp: LookUp, request: RequestContext): RecordFacts['refer'] {
  return (parameter, id) => {
    try {
      return lookUp(request, parameter, id);
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  };
}
