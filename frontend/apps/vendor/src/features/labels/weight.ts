/** Of the heaviest parcel that a label is bought for, in grams. */
export const MOST_GRAMS = 1_000_000;

/** The parcel's weight that stands in a page's address, in grams; 0 for none, and for what is no weight. */
export function weightIn(asked: string | string[] | undefined): number {
  const grams = typeof asked === "string" && /^\d{1,7}$/.test(asked) ? Number(asked) : 0;
  return grams <= MOST_GRAMS ? grams : 0;
}
