import * as z from 'zod';
import { intParameter } from '../api/parameters.ts';

const DEFAULT_LIMIT = 50;
const MOST = 1000;

function between(least: number, most: number) {
  return intParameter.pipe(z.number().min(least).max(most));
}

/** `limit` and `offset` of every list of the control API. */
export const paging = {
  limit: between(1, MOST).default(DEFAULT_LIMIT),
  offset: between(0, Number.MAX_SAFE_INTEGER).default(0),
};
