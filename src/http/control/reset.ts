import * as z from 'zod';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';

const nothing = z.strictObject({});

/** Puts both games back to their first start. */
export function reset({ app, body }: ControlRequest) {
  parse(nothing, body, 'body');
  app.reset();
  return {};
}
