/** What the reader is asked to write down. Both languages are taken, whichever page was read. */
export const CHALLENGE_WORDS = { zh: "我要捐款", en: "I want to give" } as const;
