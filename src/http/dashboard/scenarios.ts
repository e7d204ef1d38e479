import * as z from 'zod';
import { deleteScenario, saveScenario } from '../../domain/games/scenarios.ts';
import { parse } from '../api/validation.ts';
import { scenarioSchema } from '../game-file/schema.ts';
import { valuesOfForm } from './api-form.ts';
import { dashboardPage } from './context.ts';
import { redirectTo } from './layout.ts';
import { newOrderPage, orderBody, orderFormSchema } from './new-order.ts';

/** Keeps the fields of the form of an order under a name. */
export const keepScenario = dashboardPage({
  method: 'POST',
  path: '/orders/scenarios',
  form: orderFormSchema.extend({ scenario_name: z.string().min(1).max(100) }),
  again: newOrderPage,
  run: ({ domain, game, root }, { form }) => {
    const { scenario_name: name, ...fields } = form;
    const kept = parse(scenarioSchema, { name, order: orderBody(valuesOfForm(fields)) }, 'body');
    saveScenario(domain, game, kept);
    return redirectTo(`${root}/orders/new?scenario=${encodeURIComponent(kept.name)}`, 'scenario-kept');
  },
});

export const forgetScenario = dashboardPage({
  method: 'POST',
  path: '/orders/scenarios/delete',
  form: z.object({ scenario_name: z.string() }),
  again: newOrderPage,
  run: ({ domain, game, root }, { form }) => {
    deleteScenario(domain, game, form.scenario_name);
    return redirectTo(`${root}/orders/new`, 'scenario-deleted');
  },
});
