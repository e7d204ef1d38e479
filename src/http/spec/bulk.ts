import type { Json, JsonObject, Resource } from '../../domain/model/resource.ts';
import { changeResources, createResources, listResources } from '../../domain/resources/resources.ts';
import type { RequestContext } from '../api/operation.ts';
import type { Work } from './work.ts';

/** The elements of a body that holds several records, in `field` or as a list. */
export function elementsIn({ body }: RequestContext, field: string | null): readonly Json[] {
  return ((field === null ? body : (body as JsonObject)[field]) ?? []) as readonly Json[];
}

/** The records that the elements of a bulk operation name. */
export function keysIn({ records }: Work, elements: readonly Json[]): readonly string[] {
  return elements.map((element) => records.keyIn(element) ?? '');
}

export function createMany(work: Work, request: RequestContext, elements: readonly Json[]): Json | undefined {
  const { records, tools, collection } = work;
  const asked = elements.map((element) =>
    records.fresh(request, tools.values.withDefaults(collection.create ?? true, element) as JsonObject),
  );
  const created = createResources(request.app.domain, request.game, records.kind(request), asked);
  return work.answerRecords(request, created);
}

export function updateMany(
  { records, collection }: Work,
  request: RequestContext,
  elements: readonly Json[],
): readonly Resource[] {
  const scope = records.scope(request, collection.scope);
  const changes = elements.map((element) => {
    const given = records.dataIn(element as JsonObject);
    const change = (data: JsonObject): JsonObject => ({ ...data, ...given });
    return { key: records.keyIn(element) ?? '', scope, change, creates: false };
  });
  return changeResources(request.app.domain, request.game, records.kind(request), changes);
}

/** Elements that name no record by its id name it by a field of which every record has another value. */
export function putMany(work: Work, request: RequestContext, elements: readonly Json[]): readonly Resource[] {
  const { records, collection, tools } = work;
  const { app, game } = request;
  const kind = records.kind(request);
  const all = listResources(app.domain.store.tables, game.id, kind.name);
  const keysBy = collection.uniqueFields.map(
    (field) => [field, new Map(all.map(({ data, key }) => [data[field], key]))] as const,
  );
  const changes = elements.map((element) => {
    const given = element as JsonObject;
    const [twin] = keysBy.flatMap(([field, keys]) =>
      given[field] === undefined ? [] : (keys.get(given[field]) ?? []),
    );
    const fresh = records.fresh(
      request,
      tools.values.withDefaults(collection.create ?? true, given) as JsonObject,
    );
    const change = (data: JsonObject): JsonObject =>
      Object.keys(data).length === 0 ? fresh.data : { ...data, ...records.dataIn(given) };
    return {
      key: records.keyIn(element) ?? twin ?? fresh.key,
      scope: fresh.scope,
      change,
      creates: true,
    };
  });
  return changeResources(app.domain, game, kind, changes);
}
