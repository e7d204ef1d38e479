import type { RedeemTexts } from './en.ts';

export const fr: RedeemTexts = {
  title: 'Utiliser un code',
  hint: 'Saisissez votre identifiant de joueur et le code pour recevoir vos objets gratuits dans le jeu.',
  player_id: 'Identifiant de joueur',
  code: 'Code',
  redeem: 'Utiliser',
  done: 'Code utilisé',
  items: 'Vous recevez dans le jeu :',
  redeemed_at: 'Utilisé le {time}.',
  again: 'Utiliser un autre code',
  sandbox: 'Sandbox',
  coupon_not_found: 'Ce code n’existe pas',
  coupon_already_used: 'Ce code a déjà été utilisé',
  coupon_not_applicable: 'Ce code ne peut pas être activé',
  missing: 'Il manque quelque chose',
  not_possible: 'Impossible pour le moment',
  banned: 'Ce joueur est banni',
  refused: 'Le jeu refuse',
  no_answer: 'Le jeu ne répond pas',
  unusable_answer: 'La réponse du jeu est inutilisable',
  see_answer: 'Voir la réponse du jeu',
};
