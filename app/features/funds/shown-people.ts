/** Fewer people than this are not told apart in public: a number of three in a village is three names. */
export const FEWEST_SHOWN_PEOPLE = 5;
