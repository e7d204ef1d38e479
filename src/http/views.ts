import ejs from 'ejs';
import type { Express } from 'express';
import { packageFile } from '../package-files.ts';

const VIEWS = packageFile('views');
export const ASSETS = packageFile('views/assets');

/** Teaches the app to render `views/*.ejs`; everything written with `<%= %>` is escaped. */
export function useViews(app: Express): void {
  app.set('views', VIEWS);
  app.set('view engine', 'ejs');
  app.engine('ejs', (path, data, done) => {
    ejs.renderFile(path, data, { cache: true }, done);
  });
}
