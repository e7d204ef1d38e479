import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../../domain/model/errors.ts';
import type { Game } from '../../domain/model/game.ts';
import type { AppContext } from '../server/app-context.ts';
import { accentSheet } from './accent.ts';

const MOUNT = '/look';

/** What a page for players shows of its game's look; `null` for the emulator's own. */
export interface Look {
  /** The path of a style sheet with the accent. */
  readonly sheet: string | null;
  /** Where the logo is. */
  readonly logo: string | null;
}

export function lookOf({ id, branding }: Pick<Game, 'id' | 'branding'>): Look {
  const { color = null, logo = null } = branding ?? {};
  return {
    sheet: color === null ? null : `${MOUNT}/${color.slice(1)}.css`,
    logo: logo === null ? null : 'url' in logo ? logo.url : `${MOUNT}/${id}/logo?v=${versionOf(logo.data)}`,
  };
}

/** Serves accents and logos, from the origin of the pages and with fixed types: nothing in them is ever run. */
export function createLooks({ domain }: AppContext): Router {
  const router = Router();
  router.get('/:name', ({ params }: Request<{ name: string }>, res) => {
    const [, color] = /^([\da-f]{6})\.css$/.exec(params.name) ?? [];
    if (color === undefined) throw new NotFound('There is no such style sheet.');
    send(res, 'text/css; charset=utf-8', Buffer.from(accentSheet(`#${color}`)));
  });
  router.get('/:game/logo', ({ params }: Request<{ game: string }>, res) => {
    const logo = domain.store.tables.games.get(params.game)?.branding?.logo ?? null;
    if (logo === null || 'url' in logo) throw new NotFound('The game has no logo here.');
    send(res, logo.type, Buffer.from(logo.data, 'base64'));
  });
  return router;
}

function send(res: Response, type: string, bytes: Buffer): void {
  res.set({
    'Content-Type': type,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'public, max-age=3600',
  });
  res.end(bytes);
}

/** Changes with the picture, because browsers keep the one of an address. */
function versionOf(data: string): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 8);
}
