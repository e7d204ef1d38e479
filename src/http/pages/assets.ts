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
      const compact = name.endsWith('.css') ? compactSheet : name.endsWith('.js') ? compactScript : null;
      return compact ? [[name, compact(readFileSync(join(directory, name), 'utf8'))] as const] : [];
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
