import type { Json, JsonObject, Resource } from '../../domain/model/resource.ts';
import type { Collection } from './collections.ts';
import type { Parameter, Specification } from './document.ts';
import { fieldsOf } from './shapes.ts';
import { textOf } from './values.ts';

type Query = Readonly<Record<string, unknown>>;

/** What the query parameters of a list mean, by their names and schemas. */
export interface ListQuery {
  /** The records that a query asks for, in its order. */
  readonly select: (records: readonly Resource[], query: Query) => readonly Resource[];
  readonly page: (records: readonly Resource[], query: Query) => RecordPage;
  /** Parameters that are validated and then change nothing. */
  readonly ignored: readonly string[];
}

export interface RecordPage {
  readonly records: readonly Resource[];
  /** The fields of an answer that describe the page, such as its total, by name. */
  readonly pageFields: Readonly<Record<string, readonly Json[]>>;
}

/** Keeps a record, or not; `value` is the parameter's. */
type RecordFilter = (record: Resource, value: unknown) => boolean;

const PAGING = new Set(['limit', 'offset', 'starting_after', 'ending_before']);
const SEARCH = /^(?:q|query|search|search_string|search_query)$/;
const DIRECTIONS = ['asc', 'desc'];

export function listQueryOf(
  { resolve }: Specification,
  { read, idField }: Collection,
  parameters: readonly Parameter[],
): ListQuery {
  const names = new Set([...Object.keys(fieldsOf(read, resolve)), ...(idField === null ? [] : [idField])]);
  const valueOf = (record: Resource, field: string): Json | undefined =>
    field === idField ? record.key : (record.data[field] ?? record.scope[field]);
  const choices = ({ schema }: Parameter) => (resolve(schema).enum ?? []).map(String);
  const isOrder = (one: Parameter) => choices(one).some((choice) => names.has(choice));
  const isDirection = (one: Parameter) =>
    choices(one).length > 0 && choices(one).every((choice) => DIRECTIONS.includes(choice.toLowerCase()));

  function filterOf(parameter: Parameter): RecordFilter | null {
    const { name } = parameter;
    if (names.has(name)) return (record, value) => textOf(valueOf(record, name)) === textOf(value);
    const singular = name.replace(/s$/, '');
    if (name !== singular && names.has(singular)) {
      return (record, value) =>
        textOf(value)
          .split(',')
          .some((one) => one.trim() === textOf(valueOf(record, singular)));
    }
    return SEARCH.test(name) ? (record, value) => holdsText(record.data, textOf(value).toLowerCase()) : null;
  }

  const order = parameters.find(isOrder);
  const direction = parameters.find(isDirection);
  const rest = parameters.filter((one) => !PAGING.has(one.name) && one !== order && one !== direction);
  const filters = rest.flatMap((parameter) => {
    const keeps = filterOf(parameter);
    return keeps ? [{ name: parameter.name, keeps }] : [];
  });

  return {
    ignored: rest.map(({ name }) => name).filter((name) => !filters.some((filter) => filter.name === name)),
    page: pageOf,
    select: (records, query) => {
      const asked = filters.filter(({ name }) => query[name] !== undefined);
      const kept = records.filter((record) => asked.every(({ name, keeps }) => keeps(record, query[name])));
      const field = order && query[order.name];
      const sorted =
        typeof field === 'string' && names.has(field)
          ? kept.toSorted((a, b) => compare(valueOf(a, field), valueOf(b, field)))
          : kept;
      const isDown = direction && textOf(query[direction.name]).toLowerCase() === 'desc';
      return isDown === true ? sorted.toReversed() : sorted;
    },
  };
}

function holdsText(value: Json | undefined, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value as JsonObject).some((one) => holdsText(one, text));
}

function compare(one: Json | undefined, other: Json | undefined): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [textOf(one), textOf(other)];
  return a < b ? -1 : Number(a > b);
}

function pageOf(records: readonly Resource[], query: Query): RecordPage {
  const after = cutBy(records, query);
  const offset = Math.max(0, numberOf(query['offset']) ?? 0);
  const limit = Math.max(0, numberOf(query['limit']) ?? Infinity);
  const backwards = query['ending_before'] !== undefined && query['starting_after'] === undefined;
  const page = backwards
    ? after.slice(Math.max(0, after.length - limit))
    : after.slice(offset, offset + limit);
  const hasMore = after.length > page.length + offset;
  const next = backwards ? page[0] : page.at(-1);
  const cursor = hasMore && next ? [next.key] : [];
  return {
    records: page,
    pageFields: {
      total: [records.length],
      count: [records.length],
      total_count: [records.length],
      limit: [Number.isFinite(limit) ? limit : records.length],
      offset: [offset],
      has_more: [hasMore],
      has_next: [hasMore],
      next_cursor: cursor,
    },
  };
}

/** What lies behind or before the record that a cursor names; nothing does where there is no such record. */
function cutBy(records: readonly Resource[], query: Query): readonly Resource[] {
  const { starting_after: start, ending_before: end } = query;
  const at = (key: unknown) => records.findIndex((record) => record.key === key);
  if (start !== undefined) return at(start) < 0 ? [] : records.slice(at(start) + 1);
  if (end !== undefined) return records.slice(0, Math.max(0, at(end)));
  return records;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
