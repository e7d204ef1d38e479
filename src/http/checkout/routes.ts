import { Router } from 'express';
import type { Deps } from '../deps.ts';

export function createCheckout(_deps: Deps): Router {
  return Router();
}
