import type { Request, Response } from 'express';
import { z } from 'zod';
import { resolvePayment } from '../../domain/payment-outcomes.ts';
import { answerThreeDs } from '../../domain/payments.ts';
import type { Deps } from '../deps.ts';
import { parse } from '../validation.ts';
import { orderAt } from './found-order.ts';

const answerSchema = z.object({ answer: z.enum(['complete', 'fail', 'cancel']) });

/** The player answers the bank's question, or walks away from it. */
export function answerChallenge({ world }: Deps) {
  return (req: Request, res: Response): void => {
    const { game, order } = orderAt(world, req);
    const { answer } = parse(answerSchema, req.body ?? {}, 'body');
    if (answer === 'cancel') resolvePayment(world, game, order.id, { status: 'abandoned' });
    else answerThreeDs(world, game, order.id, answer);
    res.redirect(303, `/order/${order.id}`);
  };
}
