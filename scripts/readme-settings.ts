/** Rewrites the README's table of settings from their definitions: `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withSettings } from './settings-region.ts';

const README = new URL('../README.md', import.meta.url);

writeFileSync(README, withSettings(readFileSync(README, 'utf8')));
