import type { LimitRule } from "#app/lib/limits.server.ts";

/**
 * How often one may give before anybody doubts it. Measured against what really happens: an office of 300
 * people giving behind one address within an hour is ordinary (慈善一日捐) and meets no question; a card
 * tester makes some 80 attempts a minute, nearly all declined. So starting is cheap, and declines are dear.
 * Windows are hours of the clock: who was asked a question is not asked for ever.
 */
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** Forms sent from one address. Past `limit` an hour nobody is a person at a form any more. */
export const STARTS_BY_ADDRESS: LimitRule = {
  name: "gift-starts-by-address",
  limit: 1_200,
  windowSeconds: HOUR,
};
/** From here on the form asks a question first: well above the 300 of a large office, below what a script wants. */
export const STARTS_SUSPECT = 400;

/** Gifts that programs start from one address: a mini-program's server speaks for all its donors. */
export const STARTS_BY_PROGRAM: LimitRule = { name: "gift-starts-by-program", limit: 600, windowSeconds: 60 };

/** Forms sent from one browser. A family gives a dozen times at one table; a class of forty takes turns at one. */
export const STARTS_BY_DEVICE: LimitRule = {
  name: "gift-starts-by-device",
  limit: 120,
  windowSeconds: HOUR,
};
export const DEVICE_STARTS_SUSPECT = 45;

/** Card payments started from one address: what its declines are held against. */
export const CARD_STARTS_BY_ADDRESS: LimitRule = {
  name: "card-starts-by-address",
  limit: Number.MAX_SAFE_INTEGER,
  windowSeconds: HOUR,
};
/** Declines of cards used from one address. Honest declines are about one in ten, so a few prove nothing. */
export const DECLINES_BY_ADDRESS: LimitRule = {
  name: "declines-by-address",
  limit: 40,
  windowSeconds: HOUR,
};
export const DECLINES_SUSPECT = 8;
/** Only where so large a part of an address's card payments fails are its declines held against it. */
export const DECLINED_PART_SUSPECT = 0.3;
export const DECLINED_PART_REFUSED = 0.6;

/** Declines in one browser: a person tries two or three cards, not ten. */
export const DECLINES_BY_DEVICE: LimitRule = { name: "declines-by-device", limit: 12, windowSeconds: HOUR };
export const DEVICE_DECLINES_SUSPECT = 4;
/** Different cards declined in one browser. */
export const CARDS_BY_DEVICE: LimitRule = { name: "cards-by-device", limit: 8, windowSeconds: DAY };
export const DEVICE_CARDS_SUSPECT = 4;

/**
 * The machine itself, or every visitor where a proxy stands in front that TRUST_PROXY does not name: an
 * address that may stand for many is given this many times as much.
 */
export const SHARED_ADDRESS_FACTOR = 8;

/** On a day that the charity has registered, an address may start this many times the gifts it expects. */
export const GIVING_DAY_FACTOR = 2;
export const GIVING_DAY_STARTS: LimitRule = {
  name: "giving-day-starts",
  limit: 200_000,
  windowSeconds: DAY,
};

/** How long an answered question may be used, and how long a person needs at least to answer it. */
export const CHALLENGE_LIFETIME_MS = 60 * 60 * 1000;
export const CHALLENGE_WAIT_MS = 5_000;
export const CHALLENGE_USED: LimitRule = { name: "challenge-used", limit: 1, windowSeconds: 2 * HOUR };
/** Questions answered from one address: with the waiting time it bounds a script that learnt to answer. */
export const CHALLENGES_BY_ADDRESS: LimitRule = {
  name: "challenges-by-address",
  limit: 200,
  windowSeconds: HOUR,
};

/** What the operator and the charity are told about. A gift below this is "small". */
export const SMALL_GIFT_FEN = 2_000n;
export const SMALL_GIFTS_BY_CARD: LimitRule = { name: "small-gifts-by-card", limit: 8, windowSeconds: DAY };
/** The first digits of a card name its bank: thieves buy cards of one bank by the hundred. */
export const SMALL_GIFTS_BY_BIN: LimitRule = { name: "small-gifts-by-bin", limit: 40, windowSeconds: DAY };
export const DECLINES_BY_CARD: LimitRule = { name: "declines-by-card", limit: 10, windowSeconds: DAY };
/** Declines of one charity's card channel in an hour, and the part of all its card payments they must be. */
export const DECLINES_BY_CREDENTIAL: LimitRule = {
  name: "declines-by-credential",
  limit: 20,
  windowSeconds: HOUR,
};
export const CHARGES_BY_CREDENTIAL: LimitRule = {
  name: "charges-by-credential",
  limit: Number.MAX_SAFE_INTEGER,
  windowSeconds: HOUR,
};
export const DECLINED_PART_ALARM = 0.5;

/** A decline is told by two messages and may come again: each is counted once. */
export const SIGNAL_SEEN: LimitRule = { name: "signal-seen", limit: 1, windowSeconds: DAY };
