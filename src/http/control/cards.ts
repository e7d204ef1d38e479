import * as z from 'zod';
import { TEST_CARDS, type TestCard } from '../../domain/payments/cards.ts';
import { operation } from '../api/operation.ts';
import { listOf } from '../api/pagination.ts';

const cardSchema = z.lazy(() =>
  z
    .object({
      number: z.string(),
      scheme: z.string(),
      country: z.string().nullable(),
      outcome: z.enum(['success', 'declined', 'three_d_secure', 'dispute', 'fraud']),
      decline: z.object({ code: z.string(), message: z.string() }).nullable(),
      dispute: z.object({ reason: z.string(), ends: z.enum(['won', 'lost']) }).nullable(),
    })
    .meta({ id: 'TestCard', description: 'A published test card, and what a payment with it leads to.' }),
);

export const cardOperations = [
  operation({
    id: 'list_cards',
    method: 'GET',
    path: '/cards',
    summary: 'List the published test cards, with what a payment with each leads to.',
    response: { 200: listOf(cardSchema) },
    run: () => ({ data: TEST_CARDS.map(cardWire), total: TEST_CARDS.length }),
  }),
];

function cardWire({ number, scheme, country, outcome }: TestCard) {
  return {
    number,
    scheme,
    country,
    outcome: outcome.kind,
    decline: outcome.kind === 'declined' ? outcome.decline : null,
    dispute: outcome.kind === 'dispute' ? { reason: outcome.reason, ends: outcome.ends } : null,
  };
}
