import { expect, it } from 'vitest';
import { containsText } from '../../src/domain/model/contains-text.ts';

it.each([
  ['Spring', 'the SPRING sale', true],
  ['spring', 'the sprint', false],
  ['12345', 'no. 1234567', true],
  ['a.c', 'abc', false],
  ['[(*', 'x[(*y', true],
  ['ÄPFEL', 'zwei äpfel', true],
  ['', 'anything', true],
])('a search for %j in %j ignores the case of letters and takes signs as they are', (wanted, text, found) => {
  expect(containsText(wanted)(text)).toBe(found);
});
