import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Router } from 'express';

const ONE_HOUR = 3600;

/**
 * Serves the files of a directory. Style sheets go out without comments and indentation, so that these can be written for
 * people while the checkout page stays small.
 */
export function assets(directory: string): Router {
  const names = readdirSync(directory).filter((name) => name.endsWith('.css'));
  const sheets = new Map(names.map((name) => [name, compact(readFileSync(join(directory, name), 'utf8'))]));
  const router = express.Router();
  router.get('/:name', (req, res, next) => {
    const sheet = sheets.get(req.params.name);
    if (sheet === undefined) next();
    else res.set('Cache-Control', `public, max-age=${ONE_HOUR}`).type('css').send(sheet);
  });
  router.use(express.static(directory, { fallthrough: false, maxAge: ONE_HOUR * 1000 }));
  return router;
}

/** No string in our style sheets has a comment or a line break in it. */
function compact(sheet: string): string {
  return sheet.replace(/\/\*[^]*?\*\//g, '').replace(/^\s+/gm, '');
}
