import type { Payment } from '../../domain/model/payment.ts';
import { fill } from './language.ts';
import type { Scene } from './page.ts';
import type { TextKey, Texts } from './texts/en.ts';

/** What became of the last attempt, told above the form with which the player may try again. */
export function bannerModel({ standing, language }: Scene) {
  const { payment } = standing;
  const { texts } = language;
  if (payment?.status === 'failed') return declinedModel(payment, texts);
  if (payment?.status === 'abandoned') return unfinished(texts, 'abandoned');
  return payment?.status === 'expired' ? unfinished(texts, 'timed_out') : null;
}

function declinedModel({ decline }: Payment, texts: Texts) {
  const code = decline?.code ?? '';
  const key = `declined_${code}`;
  return {
    kind: 'declined',
    title: texts.declined,
    note: texts[(key in texts ? key : 'declined_other') as TextKey],
    code,
    codeText: code === '' ? null : fill(texts.response_code, { code }),
  };
}

function unfinished(texts: Texts, key: 'abandoned' | 'timed_out') {
  return { kind: key, title: texts[key], note: texts[`${key}_note`], code: '', codeText: null };
}
