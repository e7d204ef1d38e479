import type { Request } from 'express';
import { getGame, type Environment } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import type { DomainContext } from '../../domain/model/context.ts';
import { baseUrl } from '../server/messages.ts';
import type { AppContext } from '../server/app-context.ts';
import type { FormProblem } from '../pages/forms.ts';

/** One request to the dashboard, in terms of the dashboard. */
export interface PageContext {
  readonly app: AppContext;
  readonly domain: DomainContext;
  readonly tables: ReadTables;
  readonly game: Game;
  readonly environment: Environment;
  /** What every link inside this environment begins with. */
  readonly root: string;
  /** What links to the emulator from outside begin with. */
  readonly base: string;
  readonly now: number;
  /** The `:id` of the path; empty where there is none. */
  readonly id: string;
  /** Single values only; a parameter given twice counts as absent. */
  readonly query: Readonly<Record<string, string>>;
  /** The fields of a submitted form; empty lists for those not sent. */
  readonly form: SubmittedForm;
  /** Why the submitted form was refused; `null` on a plain visit. */
  readonly problem: FormProblem | null;
}

export interface SubmittedForm {
  /** The field's first value, `''` when it was not sent. */
  text(name: string): string;
  /** All values of a field. */
  list(name: string): readonly string[];
}

export function rootOf(environment: Environment): string {
  return `/dashboard/${environment}`;
}

export function visitOf(
  app: AppContext,
  environment: Environment,
  req: Request<{ id?: string }>,
): PageContext {
  const { domain } = app;
  return {
    app,
    domain,
    tables: domain.store.tables,
    game: getGame(domain.store.tables, environment),
    environment,
    root: rootOf(environment),
    base: baseUrl(req, app.config.publicUrl),
    now: domain.clock.now(),
    id: req.params.id ?? '',
    query: singleValues(req.query),
    form: formOf(req.body),
    problem: null,
  };
}

function singleValues(query: Request['query']): Record<string, string> {
  const values = Object.entries(query).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string' && entry[1] !== '';
  });
  return Object.fromEntries(values);
}

function formOf(body: unknown): SubmittedForm {
  const fields = new Map<string, unknown>(typeof body === 'object' && body ? Object.entries(body) : []);
  const list = (name: string): string[] => {
    return [fields.get(name)].flat().filter((value) => typeof value === 'string');
  };
  return { list, text: (name) => list(name)[0]?.trim() ?? '' };
}
