/** The pages of this feature, by the slugs in their addresses. */
export const merchantHref = (slug: string) => `/merchants/${encodeURIComponent(slug)}`;
export const streetHref = (slug: string) => `/streets/${encodeURIComponent(slug)}`;
export const campaignHref = (slug: string) => `/consumption/${encodeURIComponent(slug)}`;
export const promisesHref = (slug: string) => `${campaignHref(slug)}/promises`;
export const agreementHref = (campaign: string, id: string) => `${campaignHref(campaign)}/agreements/${id}`;
export const statementHref = (campaign: string, id: string) => `${campaignHref(campaign)}/statements/${id}`;
/** The postings of an agreement, a day each: the rows of what it confirmed. */
export const daysHref = (campaign: string, agreement: string) =>
  `${campaignHref(campaign)}/days/${agreement}`;
export const ordersHref = (slug: string) => `${campaignHref(slug)}/orders`;
