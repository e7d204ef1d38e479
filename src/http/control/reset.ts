import { z } from 'zod';
import { parse } from '../validation.ts';
import type { ControlCall } from './handler.ts';

const nothing = z.strictObject({});

/** Puts both games back to their first start. */
export function reset({ deps, body }: ControlCall) {
  parse(nothing, body, 'body');
  deps.reset();
  return {};
}
