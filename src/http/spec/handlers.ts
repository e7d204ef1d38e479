import type { Json, JsonObject, Resource } from '../../domain/model/resource.ts';
import {
  changeResource,
  changeResources,
  createResource,
  createResources,
  deleteResources,
  getResource,
  listResources,
  type ResourceChange,
} from '../../domain/resources/resources.ts';
import type { RequestContext } from '../api/operation.ts';
import type { Collection } from './collections.ts';
import type { DescribedOperation } from './document.ts';
import type { ListQuery } from './lists.ts';
import { partName, type Meaning } from './meanings.ts';
import { createRecords, referrer, type Records, type Tools } from './records.ts';
import { bodyOf, isSameSchema, listShapeOf, successOf, type ListShape } from './shapes.ts';
import { isJsonObject, textOf } from './values.ts';

/** Gives the body of the answer; `undefined` where it has none. */
export type Run = (call: RequestContext) => Json | undefined;

/** An operation whose meaning is known, with what its handlers work with. */
interface Work {
  readonly tools: Tools;
  readonly operation: DescribedOperation;
  readonly collection: Collection;
  readonly records: Records;
  readonly answer: (body: () => Json) => Json | undefined;
  readonly answerRecord: (call: RequestContext, resource: Resource) => Json | undefined;
  readonly answerRecords: (call: RequestContext, resources: readonly Resource[]) => Json | undefined;
}

/** What serves an operation on the records of `collection`. */
export function createRun(
  tools: Tools,
  operation: DescribedOperation,
  collection: Collection,
  meaning: Exclude<Meaning, { does: 'nothing' }>,
  listQuery: ListQuery,
): Run {
  const work = workOf(tools, operation, collection, isCreation(meaning));
  switch (meaning.does) {
    case 'list':
      return (call) => list(work, call, meaning, listQuery);
    case 'read':
      return (call) => work.answerRecord(call, work.records.get(call, meaning.where));
    case 'create':
      return (call) => work.answerRecord(call, createOne(work, call, bodyIn(work, call)));
    case 'update':
      return (call) => work.answerRecord(call, update(work, call, meaning.where));
    case 'delete':
      return (call) => remove(work, call, [work.records.keyOf(call)], meaning.where);
    case 'copy':
      return (call) => work.answerRecord(call, createOne(work, call, copyOf(work, call, meaning.where)));
    case 'translate':
      return (call) => work.answerRecord(call, translate(work, call, meaning.where));
    case 'createMany':
      return (call) => createMany(work, call, elementsIn(call, meaning.field));
    case 'updateMany':
      return (call) => work.answerRecords(call, updateMany(work, call, elementsIn(call, meaning.field)));
    case 'putMany':
      return (call) => work.answerRecords(call, putMany(work, call, elementsIn(call, meaning.field)));
    case 'deleteMany':
      return (call) => remove(work, call, keysIn(work, elementsIn(call, meaning.field)), collection.scope);
    case 'readNamedBy':
      return (call) => readNamedBy(work, call, meaning.by);
    case 'readPart':
      return (call) => answerPart(work, call, work.records.get(call, collection.scope), meaning.part);
    case 'putPart':
      return (call) => putPart(work, call, meaning.part);
  }
}

/** Whether an operation is answered with 201 where the document has that beside 200. */
export function isCreation({ does }: Meaning): boolean {
  return does === 'create' || does === 'createMany' || does === 'copy';
}

function workOf(tools: Tools, operation: DescribedOperation, collection: Collection, creates: boolean): Work {
  const records = createRecords(tools, collection);
  const { schema } = successOf(operation, creates);
  const shape = listShapeOf(schema, tools.specification.resolve);
  const answer: Work['answer'] = (body) => (schema === null ? undefined : body());
  return {
    tools,
    operation,
    collection,
    records,
    answer,
    answerRecord: (call, resource) => answer(() => records.show(call, resource, schema)),
    answerRecords: (call, resources) =>
      answer(() => {
        const shown = resources.map((resource) => records.show(call, resource, shape?.element ?? null));
        return shape?.field ? { [shape.field]: shown } : shown;
      }),
  };
}

function list(
  { tools, records, answer }: Work,
  call: RequestContext,
  { shape, where }: { readonly shape: ListShape; readonly where: readonly string[] },
  listQuery: ListQuery,
): Json | undefined {
  const { app, game } = call;
  const all = listResources(
    app.domain.store.tables,
    game.id,
    records.kind(call).name,
    records.scope(call, where),
  );
  const query = (call.query ?? {}) as Readonly<Record<string, unknown>>;
  const page = listQuery.page(listQuery.select(all, query), query);
  return answer(() => {
    const shown = page.records.map((resource) => records.show(call, resource, shape.element));
    if (shape.field === null) return shown;
    const around = tools.values.shown(shape.page, {}, { named: page.told, refer: () => undefined });
    return { ...(around as JsonObject), [shape.field]: shown };
  });
}

function bodyIn({ tools, operation }: Work, { body }: RequestContext): JsonObject {
  return tools.values.withDefaults(bodyOf(operation) ?? true, (body ?? {}) as Json) as JsonObject;
}

function elementsIn({ body }: RequestContext, field: string | null): readonly Json[] {
  return ((field === null ? body : (body as JsonObject)[field]) ?? []) as readonly Json[];
}

function createOne({ records }: Work, call: RequestContext, body: JsonObject): Resource {
  return createResource(call.app.domain, call.game, records.kind(call), records.fresh(call, body));
}

function createMany(work: Work, call: RequestContext, elements: readonly Json[]): Json | undefined {
  const { records, tools, collection } = work;
  const asked = elements.map((element) =>
    records.fresh(call, tools.values.withDefaults(collection.create ?? true, element) as JsonObject),
  );
  const created = createResources(call.app.domain, call.game, records.kind(call), asked);
  return work.answerRecords(call, created);
}

/** PUT with the very schema that creates a record replaces it; every other body changes the fields that it gives. */
function update(
  { records, operation, collection, tools }: Work,
  call: RequestContext,
  where: readonly string[],
): Resource {
  const body = records.dataIn((call.body ?? {}) as JsonObject);
  const replaces = operation.method === 'PUT' && isSameSchema(bodyOf(operation), collection.create);
  const whole = replaces ? (tools.values.withDefaults(collection.create ?? true, body) as JsonObject) : body;
  const change = (data: JsonObject): JsonObject => (replaces ? whole : { ...data, ...body });
  if (collection.holds === 'one') records.get(call, where);
  return changeOne(records, call, where, { change, creates: collection.holds !== 'many' });
}

function changeOne(
  records: Records,
  call: RequestContext,
  where: readonly string[],
  change: Pick<ResourceChange, 'change' | 'creates'>,
): Resource {
  const key = change.creates ? records.keyOf(call) : records.get(call, where).key;
  const one = { key, scope: records.scope(call, where), ...change };
  return changeResource(call.app.domain, call.game, records.kind(call), one);
}

function remove(
  { records, answer, collection }: Work,
  call: RequestContext,
  keys: readonly string[],
  where: readonly string[],
): Json | undefined {
  const which = { keys, scope: records.scope(call, where), parameter: collection.idParameter };
  deleteResources(call.app.domain, call.game, records.kind(call), which);
  return answer(() => ({}));
}

/** The record's data without the fields that no two records share; a required one of them gets another value. */
function copyOf(
  { records, collection, tools }: Work,
  call: RequestContext,
  where: readonly string[],
): JsonObject {
  const { data } = records.get(call, where);
  const { required = [] } = tools.specification.resolve(collection.read);
  const fields = Object.entries(data).flatMap(([name, value]) => {
    if (!collection.uniqueFields.includes(name)) return [[name, value] as const];
    const other = `${textOf(value).slice(0, 20)}-${call.app.domain.ids.base62(8)}`;
    return required.includes(name) ? [[name, other] as const] : [];
  });
  return Object.fromEntries(fields);
}

/** The texts are kept with the record, by field and language; answers show the untranslated ones. */
function translate({ records }: Work, call: RequestContext, where: readonly string[]): Resource {
  const texts = call.body as Readonly<Record<string, JsonObject>>;
  const change = (data: JsonObject): JsonObject => {
    const known = (data['translations'] ?? {}) as Readonly<Record<string, JsonObject>>;
    const merged = Object.entries(texts).map(([field, byLanguage]) => [
      field,
      { ...known[field], ...byLanguage },
    ]);
    return { ...data, translations: { ...known, ...(Object.fromEntries(merged) as JsonObject) } };
  };
  return changeOne(records, call, where, { change, creates: false });
}

function keysIn({ records }: Work, elements: readonly Json[]): readonly string[] {
  return elements.map((element) => records.keyIn(element) ?? '');
}

function updateMany(
  { records, collection }: Work,
  call: RequestContext,
  elements: readonly Json[],
): readonly Resource[] {
  const scope = records.scope(call, collection.scope);
  const changes = elements.map((element) => {
    const given = records.dataIn(element as JsonObject);
    const change = (data: JsonObject): JsonObject => ({ ...data, ...given });
    return { key: records.keyIn(element) ?? '', scope, change, creates: false };
  });
  return changeResources(call.app.domain, call.game, records.kind(call), changes);
}

/** Elements that name no record by its id name it by a field of which every record has another value. */
function putMany(work: Work, call: RequestContext, elements: readonly Json[]): readonly Resource[] {
  const { records, collection, tools } = work;
  const { app, game } = call;
  const kind = records.kind(call);
  const all = listResources(app.domain.store.tables, game.id, kind.name);
  const changes = elements.map((element) => {
    const given = element as JsonObject;
    const twin = all.find(({ data }) =>
      collection.uniqueFields.some((field) => given[field] !== undefined && given[field] === data[field]),
    );
    const fresh = records.fresh(
      call,
      tools.values.withDefaults(collection.create ?? true, given) as JsonObject,
    );
    const change = (data: JsonObject): JsonObject =>
      Object.keys(data).length === 0 ? fresh.data : { ...data, ...records.dataIn(given) };
    return {
      key: records.keyIn(element) ?? twin?.key ?? fresh.key,
      scope: fresh.scope,
      change,
      creates: true,
    };
  });
  return changeResources(app.domain, game, kind, changes);
}

/** The record whose id stands in the record that the path names. */
function readNamedBy(work: Work, call: RequestContext, by: Collection): Json | undefined {
  const { records, tools, collection } = work;
  const { scope, data } = createRecords(tools, by).get(call, []);
  const parameter = collection.idParameter ?? '';
  const key = textOf(scope[parameter] ?? data[parameter]);
  const { app, game } = call;
  return work.answerRecord(call, getResource(app.domain.store.tables, game.id, records.kind(call).name, key));
}

function putPart(work: Work, call: RequestContext, step: string): Json | undefined {
  const { records, tools, operation, collection } = work;
  const body = tools.values.withDefaults(bodyOf(operation) ?? true, call.body as Json);
  const part = Array.isArray(body) ? body.map((one: Json) => withId(work, call, one)) : body;
  const change = (data: JsonObject): JsonObject => ({ ...data, [partName(step)]: part });
  const creates = collection.holds === 'one';
  records.get(call, collection.scope);
  return answerPart(work, call, changeOne(records, call, collection.scope, { change, creates }), step);
}

/** Elements of a list that is a part of a record are named as they are created. */
function withId({ collection }: Work, { app }: RequestContext, element: Json): Json {
  if (!isJsonObject(element) || element['id'] !== undefined) return element;
  return { ...element, id: collection.idPrefix + app.domain.ids.base62(11) };
}

function answerPart(work: Work, call: RequestContext, resource: Resource, step: string): Json | undefined {
  const { schema } = successOf(work.operation, false);
  if (isSameSchema(schema, work.collection.read)) return work.answerRecord(call, resource);
  const part = resource.data[partName(step)];
  return work.answer(() => {
    const refer = referrer(work.tools.lookUp, call);
    return work.tools.values.shown(schema ?? true, part, { named: {}, refer });
  });
}
