/** Source: `CreatorSocialPlatform` of the published OpenAPI. */
export const SOCIAL_PLATFORMS = [
  'tiktok',
  'youtube',
  'instagram',
  'threads',
  'x_twitter',
  'facebook',
  'reddit',
  'twitch',
  'other',
] as const;

export type SocialPlatform = (typeof SOCIAL_PLATFORMS)[number];

export interface SocialMedia {
  readonly url: string;
  /** `null` where the request names none. */
  readonly platform: SocialPlatform | null;
}

/** A person who recommends the game with coupon codes and gets a share of what their players pay. */
export interface Creator {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly email: string;
  readonly avatarUrl: string | null;
  readonly extraTermsUrl: string | null;
  readonly extraTermsText: string | null;
  readonly socialMedias: readonly SocialMedia[];
  readonly tierGroupId: string | null;
  /** Whether `shareOverrideBps` stands in place of the rewards of the coupons. */
  readonly shareOverrideEnabled: boolean;
  /** In hundredths of a percent. */
  readonly shareOverrideBps: number;
  /** The coupon that was made with the creator. */
  readonly couponId: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
