/** Which markets are followed besides those shown, watched and linked: none, those decided within twelve hours, all. */
export const SUBSCRIPTION_SCOPES = ['watchlist', 'soon', 'all'] as const;
export type SubscriptionScope = (typeof SUBSCRIPTION_SCOPES)[number];
