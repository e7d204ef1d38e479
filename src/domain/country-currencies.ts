/** The countries that a price template has prices for, each with its currency. Source of the countries: the published OpenAPI. */
const CURRENCIES_BY_COUNTRY =
  'VA EUR MM MMK PE PEN DK DKK PY PYG SV USD US USD SI EUR SG SGD CZ CZK KE KES JP JPY KR KRW NZ NZD KZ KZT AE AED ' +
  'IQ IQD AU AUD CL CLP QA QAR NL EUR IN INR GE GEL EE EUR BM BMD AT EUR VN VND LI CHF KW KWD TC USD BR BRL PL PLN ' +
  'MY MYR HK HKD MC EUR VG USD GI GIP SE SEK EG EGP GH GHS CH CHF LK LKR SA SAR SM EUR PK PKR DE EUR TW TWD LU EUR ' +
  'BO BOB FM USD CA CAD SK EUR LT EUR FR EUR KY KYD LV EUR CY EUR MX MXN RO RON TZ TZS HU HUF PH PHP MO MOP FI EUR ' +
  'RS RSD EC USD IE EUR ID IDR OM OMR BD BDT PA PAB UA UAH ZA ZAR ES EUR PT EUR NO NOK NG NGN TH THB IL ILS GB GBP ' +
  'JO JOD IT EUR BG EUR TR TRY BH BHD CR CRC MA MAD HR EUR GR EUR KH KHR CO COP BE EUR DZ DZD CN CNY AD EUR AL ALL ' +
  'BA BAM IS ISK MD MDL ME EUR MK MKD MT EUR RU RUB AR ARS';

const CURRENCIES: ReadonlyMap<string, string> = readPairs(CURRENCIES_BY_COUNTRY.split(' '));

/** ISO 3166-1 alpha-2. */
export const PRICED_COUNTRIES: readonly string[] = [...CURRENCIES.keys()];

function readPairs(words: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < words.length; at += 2) pairs.set(words[at] ?? '', words[at + 1] ?? '');
  return pairs;
}

/** The currency of a country's local prices; US dollars where there are none. */
export function currencyOf(country: string): string {
  return CURRENCIES.get(country) ?? 'USD';
}
