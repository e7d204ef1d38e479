import { describe, expect, it } from 'vitest';
import { newId, newReceiptNumber, type IdKind } from '../../src/domain/model/ids.ts';
import { sequenceIds } from '../support/sequence-ids.ts';

describe('ids', () => {
  const forms: [IdKind, RegExp][] = [
    ['order', /^ord_[0-9A-Za-z]{11}$/],
    ['item', /^itm_[0-9A-Za-z]{11}$/],
    ['game', /^gm_[0-9A-Za-z]{11}$/],
    ['company', /^com_[0-9A-Za-z]{11}$/],
    ['transaction', /^whtx_[0-9A-Za-z]{11}$/],
    ['payment', /^pmt_[0-9A-Za-z]{20}$/],
    ['event', /^whevt_[0-9A-Za-z]{26}$/],
    ['fraud', /^frd_[0-9A-Za-z]{19}$/],
  ];

  it.each(forms)('gives the %s id the published form [ids.prefixes] [ids.lengths]', (kind, form) => {
    expect(newId(sequenceIds(), kind)).toMatch(form);
  });

  it('makes receipt numbers of digits only [ids.prefixes]', () => {
    expect(newReceiptNumber(sequenceIds())).toMatch(/^[1-9][0-9]+$/);
  });
});
