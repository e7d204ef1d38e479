import type { Request, Response } from 'express';
import * as z from 'zod';
import { resolvePayment } from '../../domain/payments/payment-outcomes.ts';
import { answerThreeDs } from '../../domain/payments/payments.ts';
import type { AppContext } from '../server/app-context.ts';
import { parse } from '../api/validation.ts';
import { orderAt } from './found-order.ts';

const answerSchema = z.object({ answer: z.enum(['complete', 'fail', 'cancel']) });

/** The player answers the bank's question, or walks away from it. */
export function answerChallenge({ domain }: AppContext) {
  return (req: Request, res: Response): void => {
    const { game, order } = orderAt(domain, req);
    const { answer } = parse(answerSchema, req.body ?? {}, 'body');
    if (answer === 'cancel') resolvePayment(domain, game, order.id, { status: 'abandoned' });
    else answerThreeDs(domain, game, order.id, answer);
    res.redirect(303, `/order/${order.id}`);
  };
}
