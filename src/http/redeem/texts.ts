import type { WordsByLocale } from '../checkout/language.ts';
import { de } from './texts/de.ts';
import { en, type RedeemTexts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { ja } from './texts/ja.ts';
import { ko } from './texts/ko.ts';
import { pt } from './texts/pt.ts';
import { uk } from './texts/uk.ts';
import { zh } from './texts/zh.ts';

/** The redeem page in each language; those are the languages of the checkout page too. */
export const REDEEM_TEXTS: WordsByLocale<RedeemTexts> = { de, en, es, fr, ja, ko, pt, uk, zh };
