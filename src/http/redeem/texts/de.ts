import type { RedeemTexts } from './en.ts';

export const de: RedeemTexts = {
  title: 'Code einlösen',
  hint: 'Gib deine Spieler-ID und den Code ein, um deine Gratisgegenstände im Spiel zu bekommen.',
  player_id: 'Spieler-ID',
  code: 'Code',
  redeem: 'Einlösen',
  done: 'Code eingelöst',
  items: 'Das bekommst du im Spiel:',
  redeemed_at: 'Eingelöst am {time}.',
  again: 'Weiteren Code einlösen',
  sandbox: 'Sandbox',
  coupon_not_found: 'Diesen Code gibt es nicht',
  coupon_already_used: 'Dieser Code wurde schon verwendet',
  coupon_not_applicable: 'Dieser Code kann nicht aktiviert werden',
  missing: 'Es fehlt etwas',
  not_possible: 'Das geht gerade nicht',
  banned: 'Dieser Spieler ist gesperrt',
  refused: 'Das Spiel lehnt ab',
  no_answer: 'Das Spiel antwortet nicht',
  unusable_answer: 'Die Antwort des Spiels ist unbrauchbar',
  see_answer: 'Antwort des Spiels ansehen',
};
