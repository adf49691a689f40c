export const CONSENT_SCOPES = ["story", "name", "picture", "voice"] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];
export const CONSENT_CHANNELS = ["site", "report", "press"] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

export interface ConsentTerms {
  isMinor: boolean;
  scopes: readonly ConsentScope[];
  channels: readonly ConsentChannel[];
  /** Days in China; the last one still counts. */
  givenOn: string;
  expiresOn: string;
  withdrawnAt: Date | null;
}

/**
 * Whether this consent allows that on a day in China: publishing needs a consent of its own (个人信息保护法
 * Art. 25, 29; 慈善法 Art. 82), and it may be taken back at any time (Art. 15). A child is never named.
 */
export function allows(
  consent: ConsentTerms,
  scope: ConsentScope,
  channel: ConsentChannel,
  day: string,
): boolean {
  if (consent.withdrawnAt || day < consent.givenOn || day > consent.expiresOn) return false;
  if (scope === "name" && consent.isMinor) return false;
  return consent.scopes.includes(scope) && consent.channels.includes(channel);
}
