import type { Method } from '../api/operation.ts';
import type { DescribedOperation, Specification } from './document.ts';
import { prefixOf } from './id-prefix.ts';
import { isObject, type SchemaOrSwitch } from './json-schema.ts';
import {
  bodyOf,
  fieldsOf,
  isRecord,
  listShapeOf,
  manyIn,
  parameterOf,
  stepsOf,
  successOf,
} from './shapes.ts';

/** A kind of record that the document's operations create, read, change or delete. */
export interface Collection {
  /** Where its operations are published, without parameters at the end: `/v1/store_items`. */
  readonly name: string;
  readonly steps: readonly string[];
  /** The parameters behind the name below which records are created: `store_id`. */
  readonly scope: readonly string[];
  /** The parameter that names one record; `null` where no path does. */
  readonly idParameter: string | null;
  /** The field that the parameter is compared with; `null` where no answer shows it. */
  readonly idField: string | null;
  readonly idPrefix: string;
  /** A record as it is read. */
  readonly read: SchemaOrSwitch;
  /** What a record is created from; `null` where nothing creates one. */
  readonly create: SchemaOrSwitch | null;
  readonly uniqueFields: readonly string[];
  /** `many`: records are created; `named`: written under a key of the caller's; `one`: there is always one. */
  readonly holds: 'many' | 'named' | 'one';
}

type Find = (method: Method, path: string) => DescribedOperation | undefined;

/** The kinds of record in a document, by the shapes of its paths, methods and schemas alone. */
export function findCollections(specification: Specification): readonly Collection[] {
  const { operations } = specification;
  const byName = new Map(operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  const find: Find = (method, path) => byName.get(`${method} ${path}`);
  const found = new Map<string, Collection>();
  for (const operation of operations) {
    const collection = createdBy(operation, specification, find) ?? writtenBy(operation, specification, find);
    if (collection && !found.has(collection.name)) found.set(collection.name, collection);
  }
  return [...found.values()];
}

/** POST on a path that lists records, or below which single ones are found. */
function createdBy(post: DescribedOperation, specification: Specification, find: Find): Collection | null {
  const { resolve, operations } = specification;
  const body = bodyOf(post);
  if (post.method !== 'POST' || body === null || !isRecord(body, resolve)) return null;
  const item = itemPathsBelow(post.path, operations)[0] ?? null;
  const list = find('GET', post.path);
  const shape = list ? listShapeOf(successOf(list, false).schema, resolve) : null;
  if (item === null && shape === null) return null;
  const reader = item === null ? undefined : find('GET', item);
  const answers = [reader, post].map((one) => (one ? successOf(one, true).schema : null));
  const read = [...answers, shape?.element].find((schema) => schema && isRecord(schema, resolve)) ?? body;
  return collectionOf(specification, { path: post.path, item, read, create: body, holds: 'many' });
}

/** PUT of one record below a path that lists them or, without a list, shows the only one. */
function writtenBy(put: DescribedOperation, specification: Specification, find: Find): Collection | null {
  const { resolve } = specification;
  const steps = stepsOf(put.path);
  const parameter = parameterOf(steps.at(-1));
  const path = parameter === null ? put.path : `/${steps.slice(0, -1).join('/')}`;
  const body = bodyOf(put);
  if (put.method !== 'PUT' || body === null || manyIn(body, resolve) || find('POST', path)) return null;
  if (parameterOf(stepsOf(path).at(-1)) !== null) return null;
  const above = find('GET', path);
  const answer = above ? successOf(above, false).schema : null;
  const listed = listShapeOf(answer, resolve)?.element;
  const item = parameter === null ? null : put.path;
  if (listed !== undefined && item !== null) {
    return collectionOf(specification, { path, item, read: listed, create: body, holds: 'named' });
  }
  if (answer === null || !isRecord(answer, resolve)) return null;
  // Without a parameter of its own it is part of the record above it, if there is one.
  if (parameter === null && put.path.includes('{')) return null;
  return collectionOf(specification, { path, item, read: answer, create: null, holds: 'one' });
}

/** Paths of single records: one parameter longer, with an operation on one record. */
function itemPathsBelow(path: string, operations: readonly DescribedOperation[]): readonly string[] {
  const isItem = ({ method, path: other }: DescribedOperation) =>
    method !== 'POST' && other.startsWith(`${path}/{`) && stepsOf(other).length === stepsOf(path).length + 1;
  return [...new Set(operations.filter(isItem).map((operation) => operation.path))];
}

interface Found {
  readonly path: string;
  readonly item: string | null;
  readonly read: SchemaOrSwitch;
  readonly create: SchemaOrSwitch | null;
  readonly holds: Collection['holds'];
}

function collectionOf(specification: Specification, { path, item, read, create, holds }: Found): Collection {
  const { resolve } = specification;
  const steps = stepsOf(path);
  const last = steps.findLastIndex((step) => parameterOf(step) === null);
  const idParameter = parameterOf(item === null ? undefined : stepsOf(item).at(-1));
  const fields = fieldsOf(read, resolve);
  const idField = [idParameter, 'id'].find((name) => name !== null && name in fields) ?? null;
  const named = steps.slice(0, last + 1);
  return {
    name: `/${named.join('/')}`,
    steps: named,
    scope: steps.slice(last + 1).map((step) => parameterOf(step) ?? ''),
    idParameter,
    idField,
    idPrefix: prefixOf(
      idField === null ? {} : resolve(fields[idField] ?? true),
      idParameter ?? named.at(-1) ?? '',
    ),
    read,
    create,
    uniqueFields: uniqueFieldsOf(create, specification).filter((field) => field !== idField),
    holds,
  };
}

/** Names of fields that commonly tell records apart. */
const NATURAL_KEYS = new Set(['key', 'slug', 'code', 'sku']);

/** By the extension `unique`, by name, and a language where a record is made of nothing else. */
function uniqueFieldsOf(create: SchemaOrSwitch | null, { resolve }: Specification): readonly string[] {
  const required = create === null ? [] : (resolve(create).required ?? []);
  return Object.entries(fieldsOf(create, resolve))
    .filter(([name, given]) => {
      if (isObject(given) && given['unique'] === true) return true;
      if (resolve(given).type !== 'string') return false;
      return NATURAL_KEYS.has(name) || (name === 'locale' && required.length === 1 && required[0] === name);
    })
    .map(([name]) => name);
}
