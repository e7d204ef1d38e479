/** Rewrites what is made from the code: the settings in README.md, docs/control-api.md and docs/fidelity.md. Run by `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { coverageOf } from '../src/fidelity/coverage.ts';
import { fidelityDocument } from '../src/fidelity/document.ts';
import { eventFlows } from '../src/domain/webhooks/event-flows.ts';
import { PAGE_LANGUAGES } from '../src/http/checkout/language.ts';
import { OPERATIONS } from '../src/http/s2s/operations.ts';
import { PUBLISHED } from '../src/http/s2s/published.ts';
import { controlApiDocument } from './control-api-document.ts';
import { withSettings } from './settings-region.ts';

const README = new URL('../README.md', import.meta.url);
const CONTROL_API = new URL('../docs/control-api.md', import.meta.url);
const FIDELITY = new URL('../docs/fidelity.md', import.meta.url);

writeFileSync(README, withSettings(readFileSync(README, 'utf8')));
writeFileSync(CONTROL_API, controlApiDocument());
writeFileSync(
  FIDELITY,
  fidelityDocument(coverageOf(PUBLISHED, OPERATIONS, null), eventFlows(), PAGE_LANGUAGES),
);
