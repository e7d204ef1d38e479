import { Router } from 'express';
import type { Deps } from '../deps.ts';

export function createControl(_deps: Deps): Router {
  return Router();
}
