/** Rewrites docs/fidelity.md from the operations and the rules: `npm run docs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fidelityDocument } from '../src/fidelity/document.ts';
import { OPERATIONS } from '../src/http/s2s/operations.ts';
import { PUBLISHED } from '../src/http/s2s/published.ts';

const DOCS = new URL('../docs/', import.meta.url);

mkdirSync(DOCS, { recursive: true });
writeFileSync(new URL('fidelity.md', DOCS), fidelityDocument({ published: PUBLISHED, served: OPERATIONS }));
