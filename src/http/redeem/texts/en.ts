/** The words of the redeem page. `{name}` in a text is filled in. */
export const en = {
  title: 'Redeem a code',
  hint: 'Enter your player ID and the code to get your free items in the game.',
  player_id: 'Player ID',
  code: 'Code',
  redeem: 'Redeem',
  done: 'Code redeemed',
  items: 'You get in the game:',
  redeemed_at: 'Redeemed on {time}.',
  again: 'Redeem another code',
  sandbox: 'Sandbox',
  coupon_not_found: 'There is no such code',
  coupon_already_used: 'This code has been used already',
  coupon_not_applicable: "This code can't be activated",
  missing: 'Something is missing',
  not_possible: 'Not possible now',
  banned: 'This player is banned',
  refused: 'The game refuses',
  no_answer: 'The game does not answer',
  unusable_answer: 'The game gave no usable answer',
  see_answer: 'See what the game answered',
} as const;

export type RedeemTextKey = keyof typeof en;
export type RedeemTexts = Readonly<Record<RedeemTextKey, string>>;
