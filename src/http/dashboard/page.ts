import type { Request, RequestHandler, Response } from 'express';
import type { Environment } from '../../domain/games.ts';
import type { Deps } from '../deps.ts';
import { sendPage } from '../pages.ts';
import { flashMessage } from './flash.ts';
import { formProblem } from './form-problem.ts';
import { navigation, type Section } from './navigation.ts';
import { visitOf, type Visit } from './visit.ts';

/** A page of the dashboard: one of `views/dashboard/pages`, and what it shows. */
export interface Page {
  readonly view: string;
  readonly title: string;
  readonly section: Section;
  readonly model: object;
}

export type PageHandler = (visit: Visit) => Page;

/** Changes something and gives the path to show next. */
export type ActionHandler = (visit: Visit) => string;

type Handler = RequestHandler<{ id?: string }>;

/** Answers with a page. */
export function shown(deps: Deps, environment: Environment, run: PageHandler): Handler {
  return (req, res) => {
    show(res, req, { visit: visitOf(deps, environment, req), run });
  };
}

/**
 * Carries out a form and sends the browser on, so that a reload repeats nothing. What is refused brings the
 * form's page back with the reason and all that was filled in.
 */
export function acted(
  deps: Deps,
  environment: Environment,
  { run, again }: { run: ActionHandler; again: PageHandler },
): Handler {
  return (req, res) => {
    const visit = visitOf(deps, environment, req);
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
  { visit, run }: { visit: Visit; run: PageHandler },
): void {
  const { view, model, title, section } = run(visit);
  const { root, environment, problem, deps, query } = visit;
  const layout = {
    title,
    root,
    environment,
    version: deps.config.version,
    ...navigation(visit, section),
    here: req.url,
    flash: problem ? null : flashMessage(query['done']),
    problem,
    page: `pages/${view}`,
    model: { root, fields: problem?.fields ?? {}, ...model },
  };
  sendPage(res, 'dashboard/layout', layout, problem?.status ?? 200);
}
