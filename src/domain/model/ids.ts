/** A source of identifiers; their formats are below. One whose ids count up counts those of each kind by itself. */
export interface Ids {
  /** `length` characters of `0-9A-Za-z`. */
  base62(length: number, kind?: string): string;
  /** `length` decimal digits, the first of them not zero. */
  digits(length: number, kind?: string): string;
  /** A UUID, version 4. */
  uuid(kind?: string): string;
}

/** Prefix and length of each kind of id; lengths by the examples in Aghanim's guides. */
const FORMATS = {
  company: ['com_', 11],
  game: ['gm_', 11],
  key: ['s2s_', 32],
  item: ['itm_', 11],
  itemCategory: ['icat_', 11],
  priceTemplate: ['ptpl_', 11],
  locale: ['loc_', 11],
  order: ['ord_', 11],
  payment: ['pmt_', 20],
  user: ['usr_', 11],
  event: ['whevt_', 26],
  transaction: ['whtx_', 11],
  idempotency: ['idmpt_', 20],
  fraud: ['frd_', 19],
  webhook: ['wh_', 11],
  endpoint: ['ep_', 11],
  secret: ['whsec_', 32],
  delivery: ['dlv_', 20],
  attempt: ['att_', 20],
  followUp: ['fup_', 20],
  subscription: ['sub_', 11],
  coupon: ['cpn_', 11],
  redemption: ['rdm_', 11],
  loginToken: ['tok_', 32],
  achievement: ['ach_', 11],
  unlockedAchievement: ['uach_', 20],
  leaderboard: ['lb_', 11],
  leaderboardMember: ['lbm_', 11],
  gameEvent: ['gev_', 20],
  loyaltyProgram: ['loy_', 11],
  loyaltyTier: ['ltier_', 11],
  pointsEntry: ['pts_', 20],
  creator: ['crt_', 11],
} as const;

export type IdKind = keyof typeof FORMATS;

export function newId(ids: Ids, kind: IdKind): string {
  const [prefix, length] = FORMATS[kind];
  return prefix + ids.base62(length, kind);
}

const RECEIPT_DIGITS = 12;

export function newReceiptNumber(ids: Ids): string {
  return ids.digits(RECEIPT_DIGITS, 'receipt');
}

/** `sequence` makes ids follow from the name of their game. */
export type IdSource = 'random' | 'sequence';

/** How far the ids of a game whose ids are a sequence have come. */
export interface IdSequence {
  /** The id of the game. */
  readonly id: string;
  /** The name of the game, from which its ids follow. */
  readonly name: string;
  /** How many ids there are of each kind. */
  readonly used: Counts;
  /** How many there are of what the game was created with, which a reset keeps. */
  readonly kept: Counts;
}

type Counts = Readonly<Record<string, number>>;
