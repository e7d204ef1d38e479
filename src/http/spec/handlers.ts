import type { Json, JsonObject, Resource } from '../../domain/model/resource.ts';
import {
  createResource,
  deleteResources,
  getResource,
  listResources,
} from '../../domain/resources/resources.ts';
import type { RequestContext } from '../api/operation.ts';
import type { Collection } from './collections.ts';
import type { DescribedOperation } from './document.ts';
import type { ListQuery } from './lists.ts';
import type { Meaning } from './meanings.ts';
import { createMany, elementsIn, keysIn, putMany, updateMany } from './bulk.ts';
import { answerPart, putPart } from './parts.ts';
import { createRecords, type Tools } from './records.ts';
import { changeOne, isCreation, workOf, type Work } from './work.ts';
import { bodyOf, isSameSchema, type ListShape } from './shapes.ts';
import { textOf } from './values.ts';

/** Gives the body of the answer; `undefined` where it has none. */
export type RunGeneric = (request: RequestContext) => Json | undefined;

/** What serves an operation on the records of `collection`. */
export function createRun(
  tools: Tools,
  operation: DescribedOperation,
  collection: Collection,
  meaning: Exclude<Meaning, { does: 'nothing' }>,
  listQuery: ListQuery,
): RunGeneric {
  const work = workOf(tools, operation, collection, isCreation(meaning));
  switch (meaning.does) {
    case 'list':
      return (request) => list(work, request, meaning, listQuery);
    case 'read':
      return (request) => work.answerRecord(request, work.records.get(request, meaning.where));
    case 'create':
      return (request) => work.answerRecord(request, createOne(work, request, bodyIn(work, request)));
    case 'update':
      return (request) => work.answerRecord(request, update(work, request, meaning.where));
    case 'delete':
      return (request) => remove(work, request, [work.records.keyOf(request)], meaning.where);
    case 'copy':
      return (request) =>
        work.answerRecord(request, createOne(work, request, copyOf(work, request, meaning.where)));
    case 'translate':
      return (request) => work.answerRecord(request, translate(work, request, meaning.where));
    case 'createMany':
      return (request) => createMany(work, request, elementsIn(request, meaning.field));
    case 'updateMany':
      return (request) =>
        work.answerRecords(request, updateMany(work, request, elementsIn(request, meaning.field)));
    case 'putMany':
      return (request) =>
        work.answerRecords(request, putMany(work, request, elementsIn(request, meaning.field)));
    case 'deleteMany':
      return (request) =>
        remove(work, request, keysIn(work, elementsIn(request, meaning.field)), collection.scope);
    case 'readNamedBy':
      return (request) => readNamedBy(work, request, meaning.by);
    case 'readPart':
      return (request) =>
        answerPart(work, request, work.records.get(request, collection.scope), meaning.part);
    case 'putPart':
      return (request) => putPart(work, request, meaning.part);
  }
}

function list(
  { tools, records, answer }: Work,
  request: RequestContext,
  { shape, where }: { readonly shape: ListShape; readonly where: readonly string[] },
  listQuery: ListQuery,
): Json | undefined {
  const { app, game } = request;
  const all = listResources(
    app.domain.store.tables,
    game.id,
    records.kind(request).name,
    records.scope(request, where),
  );
  const query = (request.query ?? {}) as Readonly<Record<string, unknown>>;
  const page = listQuery.page(listQuery.select(all, query), query);
  return answer(() => {
    const shown = page.records.map((resource) => records.show(request, resource, shape.element));
    if (shape.field === null) return shown;
    const around = tools.values.shown(shape.page, {}, { named: page.pageFields, refer: () => undefined });
    return { ...(around as JsonObject), [shape.field]: shown };
  });
}

function bodyIn({ tools, operation }: Work, { body }: RequestContext): JsonObject {
  return tools.values.withDefaults(bodyOf(operation) ?? true, (body ?? {}) as Json) as JsonObject;
}

function createOne({ records }: Work, request: RequestContext, body: JsonObject): Resource {
  return createResource(
    request.app.domain,
    request.game,
    records.kind(request),
    records.fresh(request, body),
  );
}

/** PUT with the very schema that creates a record replaces it; every other body changes the fields that it gives. */
function update(
  { records, operation, collection, tools }: Work,
  request: RequestContext,
  where: readonly string[],
): Resource {
  const body = records.dataIn((request.body ?? {}) as JsonObject);
  const replaces = operation.method === 'PUT' && isSameSchema(bodyOf(operation), collection.create);
  const whole = replaces ? (tools.values.withDefaults(collection.create ?? true, body) as JsonObject) : body;
  const change = (data: JsonObject): JsonObject => (replaces ? whole : { ...data, ...body });
  if (collection.holds === 'one') records.get(request, where);
  return changeOne(records, request, where, { change, creates: collection.holds !== 'many' });
}

function remove(
  { records, answer, collection }: Work,
  request: RequestContext,
  keys: readonly string[],
  where: readonly string[],
): Json | undefined {
  const which = { keys, scope: records.scope(request, where), parameter: collection.idParameter };
  deleteResources(request.app.domain, request.game, records.kind(request), which);
  return answer(() => ({}));
}

/** The record's data without the fields that no two records share; a required one of them gets another value. */
function copyOf(
  { records, collection, tools }: Work,
  request: RequestContext,
  where: readonly string[],
): JsonObject {
  const { data } = records.get(request, where);
  const { required = [] } = tools.specification.resolve(collection.read);
  const fields = Object.entries(data).flatMap(([name, value]) => {
    if (!collection.uniqueFields.includes(name)) return [[name, value] as const];
    const other = `${textOf(value).slice(0, 20)}-${request.app.domain.ids.base62(8)}`;
    return required.includes(name) ? [[name, other] as const] : [];
  });
  return Object.fromEntries(fields);
}

/** The texts are kept with the record, by field and language; answers show the untranslated ones. */
function translate({ records }: Work, request: RequestContext, where: readonly string[]): Resource {
  const texts = request.body as Readonly<Record<string, JsonObject>>;
  const change = (data: JsonObject): JsonObject => {
    const known = (data['translations'] ?? {}) as Readonly<Record<string, JsonObject>>;
    const merged = Object.entries(texts).map(([field, byLanguage]) => [
      field,
      { ...known[field], ...byLanguage },
    ]);
    return { ...data, translations: { ...known, ...(Object.fromEntries(merged) as JsonObject) } };
  };
  return changeOne(records, request, where, { change, creates: false });
}

/** The record whose id stands in the record that the path names. */
function readNamedBy(work: Work, request: RequestContext, by: Collection): Json | undefined {
  const { records, tools, collection } = work;
  const { scope, data } = createRecords(tools, by).get(request, []);
  const parameter = collection.idParameter ?? '';
  const key = textOf(scope[parameter] ?? data[parameter]);
  const { app, game } = request;
  return work.answerRecord(
    request,
    getResource(app.domain.store.tables, game.id, records.kind(request).name, key),
  );
}
