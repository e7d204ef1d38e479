/** The countries a card can be billed to: ISO 3166-1 alpha-2. */
export const COUNTRIES: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW ' +
  'BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI ' +
  'FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN ' +
  'IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME ' +
  'MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF ' +
  'PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV ' +
  'SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE ' +
  'YT ZA ZM ZW'
).split(' ');

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

/** The countries that have local prices: ISO 3166-1 alpha-2. */
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
