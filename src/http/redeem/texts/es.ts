import type { RedeemTexts } from './en.ts';

export const es: RedeemTexts = {
  title: 'Canjear un código',
  hint: 'Introduce tu ID de jugador y el código para recibir tus artículos gratis en el juego.',
  player_id: 'ID de jugador',
  code: 'Código',
  redeem: 'Canjear',
  done: 'Código canjeado',
  items: 'Recibes en el juego:',
  redeemed_at: 'Canjeado el {time}.',
  again: 'Canjear otro código',
  sandbox: 'Sandbox',
  coupon_not_found: 'Este código no existe',
  coupon_already_used: 'Este código ya se ha usado',
  coupon_not_applicable: 'Este código no se puede activar',
  missing: 'Falta algo',
  not_possible: 'Ahora no es posible',
  banned: 'Este jugador está bloqueado',
  refused: 'El juego lo rechaza',
  no_answer: 'El juego no responde',
  unusable_answer: 'El juego no dio una respuesta válida',
  see_answer: 'Ver la respuesta del juego',
};
