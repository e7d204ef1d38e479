import { Router } from 'express';
import type { Deps } from '../deps.ts';

export function createDashboard(_deps: Deps): Router {
  return Router();
}
