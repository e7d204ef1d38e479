import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import express, { type Router } from 'express';

const ONE_HOUR = 3600;

/**
 * Serves the files of a directory. Style sheets and scripts go out without comments and indentation, so that these can be
 * written for people while the checkout page stays small.
 */
export function assets(directory: string): Router {
  const texts = new Map(
    readdirSync(directory).flatMap((name) => {
      if (name.endsWith('.css')) return [[name, sheetOf(directory, name)] as const];
      if (name.endsWith('.js'))
        return [[name, compactScript(readFileSync(join(directory, name), 'utf8'))] as const];
      return [];
    }),
  );
  const router = express.Router();
  router.get('/:name', (req, res, next) => {
    const { name } = req.params;
    const text = texts.get(name);
    if (text === undefined) next();
    else res.set('Cache-Control', `public, max-age=${ONE_HOUR}`).type(extname(name)).send(text);
  });
  router.use(express.static(directory, { fallthrough: false, maxAge: ONE_HOUR * 1000 }));
  return router;
}

/** A style sheet with those that it imports in their places, so that a page waits for one request only. */
function sheetOf(directory: string, name: string): string {
  const sheet = compactSheet(readFileSync(join(directory, name), 'utf8'));
  return sheet.replace(/^@import '\.\/([\w-]+\.css)';$/gm, (_all, imported: string) =>
    sheetOf(directory, imported).trimEnd(),
  );
}

/** No string in our style sheets has a comment or a line break in it. */
function compactSheet(sheet: string): string {
  return sheet.replace(/\/\*[^]*?\*\//g, '').replace(/^\s+/gm, '');
}

/** Only comments that have lines of their own: no text of our scripts goes over a line break. */
function compactScript(script: string): string {
  return script
    .replace(/^\s*\/\*[^]*?\*\/$/gm, (comment) => (/\*\/[^]*\*\/$/.test(comment) ? comment : ''))
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s+/gm, '');
}
