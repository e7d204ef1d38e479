import type { Request, RequestHandler, Response } from 'express';
import type { Environment } from '../../domain/games/games.ts';
import type { AppContext } from '../server/app-context.ts';
import { sendPage } from '../server/pages.ts';
import { flashMessage } from './flash.ts';
import { formProblem } from './form-problem.ts';
import { navigation, type Section } from './navigation.ts';
import { visitOf, type PageContext } from './visit.ts';

/** A page of the dashboard: one of `views/dashboard/pages`, and what it shows. */
export interface Page {
  readonly view: string;
  readonly title: string;
  readonly section: Section;
  readonly model: object;
}

export type PageHandler = (visit: PageContext) => Page;

/** Changes something and gives the path to show next. */
export type ActionHandler = (visit: PageContext) => string;

type Handler = RequestHandler<{ id?: string }>;

/** Answers with a page. */
export function shown(app: AppContext, environment: Environment, run: PageHandler): Handler {
  return (req, res) => {
    show(res, req, { visit: visitOf(app, environment, req), run });
  };
}

/**
 * Carries out a form and sends the browser on, so that a reload repeats nothing. What is refused brings the
 * form's page back with the reason and all that was filled in.
 */
export function acted(
  app: AppContext,
  environment: Environment,
  { run, again }: { run: ActionHandler; again: PageHandler },
): Handler {
  return (req, res) => {
    const visit = visitOf(app, environment, req);
    try {
      res.redirect(303, run(visit));
    } catch (error) {
      const problem = formProblem(error);
      if (problem === null) throw error;
      show(res, req, { visit: { ...visit, problem }, run: again });
    }
  };
}

function show(
  res: Response,
  req: Pick<Request, 'url'>,
  { visit, run }: { visit: PageContext; run: PageHandler },
): void {
  const { view, model, title, section } = run(visit);
  const { root, environment, problem, app, query } = visit;
  const layout = {
    title,
    root,
    environment,
    version: app.config.version,
    ...navigation(visit, section),
    here: req.url,
    flash: problem ? null : flashMessage(query['done']),
    problem,
    page: `pages/${view}`,
    model: { root, fields: problem?.fields ?? {}, ...model },
  };
  sendPage(res, 'dashboard/layout', layout, problem?.status ?? 200);
}
