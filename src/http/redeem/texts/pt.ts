import type { RedeemTexts } from './en.ts';

export const pt: RedeemTexts = {
  title: 'Resgatar um código',
  hint: 'Introduza o seu ID de jogador e o código para receber os seus itens grátis no jogo.',
  player_id: 'ID de jogador',
  code: 'Código',
  redeem: 'Resgatar',
  done: 'Código resgatado',
  items: 'Recebe no jogo:',
  redeemed_at: 'Resgatado em {time}.',
  again: 'Resgatar outro código',
  sandbox: 'Sandbox',
  coupon_not_found: 'Este código não existe',
  coupon_already_used: 'Este código já foi usado',
  coupon_not_applicable: 'Este código não pode ser ativado',
  missing: 'Falta algo',
  not_possible: 'Não é possível agora',
  banned: 'Este jogador está banido',
  refused: 'O jogo recusa',
  no_answer: 'O jogo não responde',
  unusable_answer: 'A resposta do jogo não pode ser usada',
  see_answer: 'Ver a resposta do jogo',
};
