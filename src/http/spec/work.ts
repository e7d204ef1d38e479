import type { Json, Resource } from '../../domain/model/resource.ts';
import { changeResource, type ResourceChange } from '../../domain/resources/resources.ts';
import type { RequestContext } from '../api/operation.ts';
import type { Collection } from './collections.ts';
import type { DescribedOperation } from './document.ts';
import type { Meaning } from './meanings.ts';
import { createRecords, type CollectionRecords, type Tools } from './records.ts';
import { listShapeOf, successOf } from './shapes.ts';

/** An operation whose meaning is known, with what its handlers work with. */
export interface Work {
  readonly tools: Tools;
  readonly operation: DescribedOperation;
  readonly collection: Collection;
  readonly records: CollectionRecords;
  readonly answer: (body: () => Json) => Json | undefined;
  readonly answerRecord: (request: RequestContext, resource: Resource) => Json | undefined;
  readonly answerRecords: (request: RequestContext, resources: readonly Resource[]) => Json | undefined;
}

/** Whether an operation is answered with 201 where the document has that beside 200. */
export function isCreation({ does }: Meaning): boolean {
  return does === 'create' || does === 'createMany' || does === 'copy';
}

export function workOf(
  tools: Tools,
  operation: DescribedOperation,
  collection: Collection,
  creates: boolean,
): Work {
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
    answerRecord: (request, resource) => answer(() => records.show(request, resource, schema)),
    answerRecords: (request, resources) =>
      answer(() => {
        const shown = resources.map((resource) => records.show(request, resource, shape?.element ?? null));
        return shape?.field ? { [shape.field]: shown } : shown;
      }),
  };
}

/** Changes the record that the request's path names, or creates it there. */
export function changeOne(
  records: CollectionRecords,
  request: RequestContext,
  where: readonly string[],
  change: Pick<ResourceChange, 'change' | 'creates'>,
): Resource {
  const key = change.creates ? records.keyOf(request) : records.get(request, where).key;
  const one = { key, scope: records.scope(request, where), ...change };
  return changeResource(request.app.domain, request.game, records.kind(request), one);
}
