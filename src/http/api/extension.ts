import type { AppContext } from '../server/app-context.ts';
import type { ServedApi } from './api.ts';
import type { Operation } from './operation.ts';

/** What a payment platform adds to the HTTP layer. */
export interface HttpExtension {
  /** The operations of the platform's own API. */
  readonly operations: readonly Operation[];
  /** The platform's own API. */
  createApi(app: AppContext): ServedApi;
  /** Operations of the control API that concern this platform alone. */
  readonly controlOperations: readonly Operation[];
}
