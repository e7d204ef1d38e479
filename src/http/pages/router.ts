import express, { Router, type Request, type Response } from 'express';
import { NotFound } from '../../domain/model/errors.ts';
import type { AppContext } from '../server/app-context.ts';
import { errorWhenDurable, whenDurable } from '../server/durable-answers.ts';
import { baseUrl, sendText, splitTarget } from '../server/messages.ts';
import type { EventStreams } from '../server/event-stream.ts';
import { formProblem, parseForm, parseQuery, submittedForm } from './forms.ts';
import type { OtherAnswer, Page, PageContext, Section } from './page.ts';
import { sendPage } from './send-page.ts';

const FORM_LIMIT = '64kb';

/** Serves the pages of a section. What a page throws is left to the next error handler. */
export function createPages<Context extends PageContext, Shown extends object>(
  app: AppContext,
  section: Section<Context, Shown>,
  pages: readonly Page<Context, Shown>[],
): Router {
  const router = Router({ mergeParams: true });
  for (const { path, formLimit } of pages) {
    if (formLimit === undefined) continue;
    router.post(path, express.urlencoded({ extended: false, limit: formLimit }));
  }
  router.use(express.urlencoded({ extended: false, limit: FORM_LIMIT }));
  for (const page of pages) {
    const answer = answerWith(app, section, page);
    if (page.method === 'GET') router.get(page.path, answer);
    else router.post(page.path, answer);
  }
  return router;
}

type Params = Readonly<Record<string, string>>;

/**
 * A form is carried out and the browser sent on, so that a reload repeats nothing. A refused form brings a page
 * back with the reason and all that was filled in; a program that asks for JSON gets the error as JSON.
 */
function answerWith<Context extends PageContext, Shown extends object>(
  app: AppContext,
  section: Section<Context, Shown>,
  page: Page<Context, Shown>,
) {
  return async (req: Request<Params>, res: Response): Promise<void> => {
    const { store } = app.domain;
    const show = async (shown: Page<Context, Shown>, context: Context): Promise<void> => {
      const answer = await whenDurable(store, shown.run(context, inputOf(shown, req)));
      if (isOther(answer)) {
        sendOther(app.eventStreams, res, answer);
        return;
      }
      const { view, model, status } = await whenDurable(store, section.layout(context, answer));
      sendPage(res, view, model, status ?? context.problem?.status);
    };
    const request = contextOf(app, req);
    try {
      await show(page, section.context(request, req.params));
    } catch (thrown) {
      const error = await errorWhenDurable(store, thrown);
      if (error instanceof NotFound && section.notFound && req.accepts(['html', 'json']) === 'html') {
        const context = section.context(request, req.params);
        const { view, model } = section.layout(context, section.notFound(error.message));
        sendPage(res, view, model, 404);
        return;
      }
      const problem = formProblem(error, submittedForm(req.body));
      if (!page.again || !problem || req.accepts(['html', 'json']) !== 'html') throw error;
      await show(page.again, section.context({ ...request, problem }, req.params));
    }
  };
}

function inputOf({ query, form }: Pick<Page, 'query' | 'form'>, req: Request<Params>) {
  return {
    params: req.params,
    query: query ? parseQuery(query, searchOf(req)) : {},
    form: form ? parseForm(form, submittedForm(req.body)) : {},
  };
}

function contextOf(app: AppContext, req: Request<Params>): PageContext {
  const { domain, config } = app;
  return {
    app,
    domain,
    tables: domain.store.tables,
    now: domain.clock.now(),
    base: baseUrl(req, config.publicUrl),
    search: searchOf(req),
    ip: req.ip?.replace(/^::ffff:/, '') ?? null,
    preferredLanguage: (offered) => req.acceptsLanguages([...offered]) || null,
    problem: null,
  };
}

function searchOf(req: Request<Params>): URLSearchParams {
  return new URLSearchParams(splitTarget(req.originalUrl).search);
}

function isOther(answer: object): answer is OtherAnswer {
  return 'redirect' in answer || 'json' in answer || 'stream' in answer;
}

function sendOther(eventStreams: EventStreams, res: Response, answer: OtherAnswer): void {
  if ('redirect' in answer) res.redirect(res.req.method === 'POST' ? 303 : 302, answer.redirect);
  else if ('json' in answer) {
    const text = JSON.stringify(answer.json, null, answer.indented === true ? 2 : undefined);
    sendText(res, 200, text, { 'Cache-Control': 'no-store' });
  } else eventStreams.send(res, answer.stream);
}
