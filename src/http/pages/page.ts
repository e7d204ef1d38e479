import type * as z from 'zod';
import type { DomainContext } from '../../domain/model/context.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { appFor, type AppContext } from '../server/app-context.ts';
import type { EventStream } from '../server/event-stream.ts';
import type { FormProblem } from './forms.ts';

/** One request for a page. The checkout and the dashboard add what all of their pages need. */
export interface PageContext {
  readonly app: AppContext;
  readonly domain: DomainContext;
  readonly tables: ReadTables;
  /** Unix milliseconds, by the clock of the game that the page is about. */
  readonly now: number;
  /** What links to the emulator from outside begin with. */
  readonly base: string;
  /** The query as it was sent. */
  readonly search: URLSearchParams;
  /** The caller's address; `null` when the connection is gone. */
  readonly ip: string | null;
  /** Which of these languages the browser likes best; `null` when it likes none of them. */
  readonly preferredLanguage: (offered: readonly string[]) => string | null;
  /** Why the submitted form was refused; `null` when the page was only asked for. */
  readonly problem: FormProblem | null;
}

/** A view of `views` and what it shows: strings, numbers, flags and lists of these, never records. */
export interface View {
  readonly view: string;
  readonly model: object;
  /** The HTTP status; without it 200, or that of the problem. */
  readonly status?: number;
}

/** What a page answers with instead of a view. */
export type OtherAnswer =
  /** The browser is sent to this path. */
  | { readonly redirect: string }
  /** `indented` for people who save it as a file. */
  | { readonly json: object; readonly indented?: boolean }
  /** Server-sent events. The function starts them, and returns what ends them when the browser has gone. */
  | { readonly stream: (events: EventStream) => () => void };

/** The parameters that a path names: `{ id: string }` for `/orders/:id`. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Readonly<Record<Name, string>> & PathParams<Rest>
  : Path extends `${string}:${infer Name}`
    ? Readonly<Record<Name, string>>
    : unknown;

/** What was sent with the request, parsed. */
export interface PageInput<Params, Query, Form> {
  readonly params: Params;
  readonly query: Query;
  readonly form: Form;
}

interface PageSpec<Context, Shown, Path extends string, Query extends z.ZodObject, Form extends z.ZodObject> {
  readonly method: 'GET' | 'POST';
  /** In Express's notation: `/orders/:id`. */
  readonly path: Path;
  /** A parameter that is missing, empty or given twice is absent; one that the schema does not name is ignored. */
  readonly query?: Query;
  /** A field that was not sent is an empty text, absent where the schema makes it optional; an array is always a list. */
  readonly form?: Form;
  /** How many bytes the form may have, where that is more than usual. */
  readonly formLimit?: number;
  readonly run: (
    context: Context,
    input: PageInput<PathParams<Path>, z.output<Query>, z.output<Form>>,
  ) => Shown | OtherAnswer | Promise<Shown | OtherAnswer>;
  /** The page that is shown, with the problem in its context, when the form is refused. */
  readonly again?: Page<Context, Shown>;
}

/** One page or form. `Context` is what its section's pages work with, `Shown` what they answer with. */
export interface Page<Context = PageContext, Shown = View> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: z.ZodObject;
  readonly form?: z.ZodObject;
  readonly formLimit?: number;
  readonly run: (
    context: Context,
    input: PageInput<Readonly<Record<string, string>>, unknown, unknown>,
  ) => Shown | OtherAnswer | Promise<Shown | OtherAnswer>;
  readonly again?: Page<Context, Shown>;
}

/** Gives a section its way of writing pages, with the input of each inferred from its path and schemas. */
export function pagesOf<Context extends PageContext, Shown = View>() {
  return <Path extends string, Query extends z.ZodObject = never, Form extends z.ZodObject = never>(
    spec: PageSpec<Context, Shown, Path, Query, Form>,
  ): Page<Context, Shown> => {
    // The router calls `run` only with what the path and the schemas gave; the cast says just that.
    return spec as unknown as Page<Context, Shown>;
  };
}

/** The page as one about this game, whose time it has. */
export function pageFor(page: PageContext, game: Game): PageContext {
  const app = appFor(page.app, game);
  return { ...page, app, domain: app.domain, now: app.domain.clock.now() };
}

/** What the pages of a section share. */
export interface Section<Context extends PageContext, Shown> {
  /** @throws NotFound when the path names something that does not exist. */
  readonly context: (page: PageContext, params: Readonly<Record<string, string>>) => Context;
  /** Puts what a page shows into what surrounds it on every page of the section. */
  readonly layout: (context: Context, shown: Shown) => View;
  /** What a browser is shown for something that does not exist; without it, the page of errors. */
  readonly notFound?: (message: string) => Shown;
}
