import * as z from 'zod';
import type { Achievement, UnlockedAchievement } from '../../domain/model/achievement.ts';
import { SOCIAL_PLATFORMS, type Creator, type SocialMedia } from '../../domain/model/creator.ts';
import type { GameEvent } from '../../domain/model/game-event.ts';
import {
  LEADERBOARD_VISIBILITIES,
  type Leaderboard,
  type LeaderboardMember,
} from '../../domain/model/leaderboard.ts';
import {
  POINTS_PRICE_SOURCES,
  SALES_CHANNELS,
  type LoyaltyProgram,
  type LoyaltyTier,
  type LoyaltyTierItem,
  type PointsEntry,
} from '../../domain/model/loyalty.ts';
import { anything, fields, flag, maybeNumber, maybeText, number, text } from './fields.ts';

export const gameEvent = fields<GameEvent>({
  id: text,
  gameId: text,
  type: text,
  playerId: maybeText,
  data: anything,
  happenedAt: number,
  createdAt: number,
});

export const achievement = fields<Achievement>({
  id: text,
  gameId: text,
  name: text,
  description: text,
  imageUrl: text,
  type: text,
  position: number,
  createdAt: number,
  modifiedAt: number,
});

export const unlockedAchievement = fields<UnlockedAchievement>({
  id: text,
  gameId: text,
  achievementId: text,
  playerId: text,
  unlockedAt: number,
});

export const leaderboard = fields<Leaderboard>({
  id: text,
  gameId: text,
  name: text,
  description: text,
  visibility: z.enum(LEADERBOARD_VISIBILITIES),
  startAt: maybeNumber,
  endAt: maybeNumber,
  createdAt: number,
  modifiedAt: number,
});

export const leaderboardMember = fields<LeaderboardMember>({
  id: text,
  gameId: text,
  leaderboardId: text,
  memberId: text,
  memberData: text,
  imageUrl: maybeText,
  score: number,
  scoredAt: number,
  createdAt: number,
  modifiedAt: number,
});

export const loyaltyProgram = fields<LoyaltyProgram>({
  id: text,
  gameId: text,
  name: text,
  key: maybeText,
  description: maybeText,
  imageUrl: maybeText,
  customIconUrl: maybeText,
  activatedAt: maybeNumber,
  endAt: maybeNumber,
  period: number,
  repeatable: flag,
  requirementsExpression: z.unknown(),
  pointsRate: number,
  priceSource: z.enum(POINTS_PRICE_SOURCES).nullable(),
  excludedSalesChannels: z.array(z.enum(SALES_CHANNELS)).nullable(),
  showStoreButton: flag,
  tiers: z.array(
    fields<LoyaltyTier>({
      id: text,
      name: text,
      points: number,
      imageUrl: text,
      items: z.array(fields<LoyaltyTierItem>({ itemId: text, count: maybeNumber })),
    }),
  ),
  createdAt: number,
  modifiedAt: number,
});

export const pointsEntry = fields<PointsEntry>({
  id: text,
  gameId: text,
  playerId: text,
  amount: number,
  reason: z.enum(['issued', 'order_paid', 'order_undone']),
  orderId: maybeText,
  createdAt: number,
});

export const creator = fields<Creator>({
  id: text,
  gameId: text,
  name: text,
  email: text,
  avatarUrl: maybeText,
  extraTermsUrl: maybeText,
  extraTermsText: maybeText,
  socialMedias: z.array(fields<SocialMedia>({ url: text, platform: z.enum(SOCIAL_PLATFORMS).nullable() })),
  tierGroupId: maybeText,
  shareOverrideEnabled: flag,
  shareOverrideBps: number,
  couponId: text,
  createdAt: number,
  modifiedAt: number,
});
