import type { Json, JsonObject, Resource } from '../../domain/model/resource.ts';
import type { RequestContext } from '../api/operation.ts';
import { partName } from './meanings.ts';
import { referrer } from './records.ts';
import { bodyOf, isSameSchema, successOf } from './shapes.ts';
import { isJsonObject } from './values.ts';
import { changeOne, type Work } from './work.ts';

/** @param step the last of the path: the part is the record's field of that name */
export function putPart(work: Work, request: RequestContext, step: string): Json | undefined {
  const { records, tools, operation, collection } = work;
  const body = tools.values.withDefaults(bodyOf(operation) ?? true, request.body as Json);
  const part = Array.isArray(body) ? body.map((one: Json) => withId(work, request, one)) : body;
  const change = (data: JsonObject): JsonObject => ({ ...data, [partName(step)]: part });
  const creates = collection.holds === 'one';
  records.get(request, collection.scope);
  return answerPart(work, request, changeOne(records, request, collection.scope, { change, creates }), step);
}

/** Elements of a list that is a part of a record are named as they are created. */
function withId({ collection }: Work, { app }: RequestContext, element: Json): Json {
  if (!isJsonObject(element) || element['id'] !== undefined) return element;
  return { ...element, id: collection.idPrefix + app.domain.ids.base62(11) };
}

/** The part of a record, or the record where the answer has its schema. */
export function answerPart(
  work: Work,
  request: RequestContext,
  resource: Resource,
  step: string,
): Json | undefined {
  const { schema } = successOf(work.operation, false);
  if (isSameSchema(schema, work.collection.read)) return work.answerRecord(request, resource);
  const part = resource.data[partName(step)];
  return work.answer(() => {
    const refer = referrer(work.tools.lookUp, request);
    return work.tools.values.shown(schema ?? true, part, { named: {}, refer });
  });
}
