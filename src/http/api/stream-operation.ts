import type * as z from 'zod';
import type { EventStream } from '../server/event-stream.ts';
import type { Operation, RequestContext } from './operation.ts';

/** Starts to send events, and returns what ends that. */
export type StartStream = (events: EventStream) => () => void;

/** What an operation that answers with server-sent events returns instead of a body. */
export class StreamAnswer {
  readonly start: StartStream;

  constructor(start: StartStream) {
    this.start = start;
  }
}

export interface StreamOperationSpec extends Omit<
  Operation,
  'query' | 'body' | 'response' | 'status' | 'run' | 'streams'
> {
  /** The JSON in the data of each event. */
  readonly data: z.ZodType;
  readonly run: (request: RequestContext) => StartStream;
}

/** Creates an operation that answers with server-sent events. */
export function streamOperation({ data, run, ...described }: StreamOperationSpec): Operation {
  return {
    ...described,
    response: { 200: data },
    status: 200,
    streams: true,
    run: (request) => new StreamAnswer(run(request)),
  };
}
