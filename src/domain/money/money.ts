/**
 * The currencies whose minor unit is not a hundredth, as in the platform's Intl data (a test compares them). It is a
 * table because a call of Intl takes longer than the rest of creating an order.
 */
const NO_MINOR_UNIT =
  'AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR PYG RWF SOS SYP UGX VND VUV XAF XOF XPF YER';
const THOUSANDTHS = 'BHD JOD KWD LYD OMR TND';

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...NO_MINOR_UNIT.split(' ').map((currency) => [currency, 0] as const),
  ...THOUSANDTHS.split(' ').map((currency) => [currency, 3] as const),
]);

/** How many digits follow the decimal point: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/** Rounds half up. Adds an epsilon, because 1.005 × 100 is 100.49999… in binary fractions. */
export function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + Math.abs(value) * Number.EPSILON);
}

/** Major units (29.99) to minor units (2999), rounded half up to the currency's smallest unit. */
export function toMinor(major: number, currency: string): number {
  return roundHalfUp(major * 10 ** minorDigits(currency));
}

/** By the digits of a currency. A list of orders needs the power for each of them. */
const POWERS_OF_TEN = [1, 10, 100, 1000] as const;

/** Whole minor units (2999) to major units (29.99): the division of whole numbers gives the number nearest to the decimal. */
export function toMajor(minor: number, currency: string): number {
  return minor / (POWERS_OF_TEN[minorDigits(currency)] ?? 1);
}

/** `amount` less `percent`, in the same minor units, rounded half up. */
export function lessPercent(amount: number, percent: number): number {
  return roundHalfUp((amount * (100 - percent)) / 100);
}

/**
 * Splits `total` minor units by `weights`. The shares add up to `total` exactly: they are rounded down, and the first
 * shares get the remainder. If all weights are zero, the shares are equal.
 */
export function splitByWeight(total: number, weights: readonly number[]): number[] {
  const even = weights.every((weight) => weight === 0);
  const parts = even ? weights.map(() => 1) : weights;
  const sum = parts.reduce((all, part) => all + part, 0);
  const shares = parts.map((part) => Math.floor((total * part) / sum));
  const left = total - shares.reduce((all, share) => all + share, 0);
  return shares.map((share, index) => (index < left ? share + 1 : share));
}

/** Units of a currency for one US dollar: fixed near the rates of 2026, so that amounts are the same in every run. */
const PER_USD =
  'USD 1 EUR 0.86 GBP 0.75 AED 3.6725 AFN 66 ALL 83 AMD 382 ANG 1.79 AOA 917 ARS 1450 AUD 1.53 AWG 1.8 AZN 1.7 BAM 1.68 BBD 2 BDT 122 BGN 1.68 BHD 0.376 BIF 2950 BMD 1 BND 1.3 BOB 6.91 BRL 5.35 BSD 1 BTN 88.5 BWP 13.4 BYN 3.4 BZD 2.01 CAD 1.4 CDF 2200 CHF 0.8 CLP 940 CNY 7.1 COP 3800 CRC 502 CUP 24 CVE 95 CZK 20.9 DJF 178 DKK 6.42 DOP 63 DZD 130 EGP 47.5 ERN 15 ETB 153 FJD 2.27 FKP 0.75 GEL 2.7 GHS 11 GIP 0.75 GMD 73 GNF 8690 GTQ 7.66 GYD 209 HKD 7.78 HNL 26.3 HTG 131 HUF 331 IDR 16700 ILS 3.25 INR 88.6 IQD 1310 IRR 42000 ISK 127 JMD 160 JOD 0.709 JPY 155 KES 129 KGS 87.4 KHR 4010 KMF 424 KPW 900 KRW 1465 KWD 0.307 KYD 0.833 KZT 520 LAK 21700 LBP 89500 LKR 308 LRD 180 LSL 17.2 LYD 5.46 MAD 9.3 MDL 17 MGA 4500 MKD 52.9 MMK 2100 MNT 3550 MOP 8.01 MRU 39.8 MUR 46 MVR 15.4 MWK 1734 MXN 18.4 MYR 4.14 MZN 63.9 NAD 17.2 NGN 1450 NIO 36.8 NOK 10.1 NPR 141.7 NZD 1.78 OMR 0.3845 PAB 1 PEN 3.38 PGK 4.24 PHP 58.9 PKR 281 PLN 3.66 PYG 7000 QAR 3.64 RON 4.38 RSD 101 RUB 80 RWF 1452 SAR 3.75 SBD 8.23 SCR 14 SDG 601 SEK 9.5 SGD 1.3 SHP 0.75 SLE 23 SOS 571 SRD 38.5 SSP 4700 STN 21.1 SVC 8.75 SYP 11000 SZL 17.2 THB 32.4 TJS 9.25 TMT 3.5 TND 2.95 TOP 2.4 TRY 42.3 TTD 6.77 TWD 31.1 TZS 2450 UAH 42.1 UGX 3630 UYU 39.8 UZS 11950 VED 236 VES 236 VND 26350 VUV 122 WST 2.8 XAF 564 XCD 2.7 XCG 1.79 XOF 564 XPF 102.6 YER 238 ZAR 17.2 ZMW 22.6 ZWG 26.4 ZWL 322 RP 100 VC 100';

const RATES: ReadonlyMap<string, number> = readRates(PER_USD.split(' '));

function readRates(words: readonly string[]): Map<string, number> {
  const rates = new Map<string, number>();
  for (let at = 0; at + 1 < words.length; at += 2) rates.set(words[at] ?? '', Number(words[at + 1]));
  return rates;
}

/** Units of `currency` for one US dollar; 1 for a currency without a rate. */
export function perUsd(currency: string): number {
  return RATES.get(currency) ?? 1;
}

/** Minor units of `currency` to US cents, rounded half up. */
export function toUsdCents(amount: number, currency: string): number {
  return roundHalfUp(((amount / 10 ** minorDigits(currency)) * 100) / perUsd(currency));
}

/** Minor units of `from` to minor units of `to`, rounded half up. */
export function convert(amount: number, from: string, to: string): number {
  if (from === to) return amount;
  const major = amount / 10 ** minorDigits(from);
  return roundHalfUp(((major * perUsd(to)) / perUsd(from)) * 10 ** minorDigits(to));
}
