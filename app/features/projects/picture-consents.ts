/**
 * Why a picture may be shown (个人信息保护法 Arts. 25, 29, 31; 慈善法 Art. 82): nobody is in it, nobody in it can be
 * recognized, or the written consent of everybody who can is kept. A child who can be recognized is never shown.
 */
export const PICTURE_CONSENTS = ["no-people", "not-recognizable", "consent-kept"] as const;
export type PictureConsent = (typeof PICTURE_CONSENTS)[number];
