/** Of one form. The API takes 20 for an order, of 10 MB each. */
export const MOST_PHOTOS = 5;

/** Of all photos in one form together. `next.config.ts` takes a little more for a whole form. */
export const MOST_PHOTO_BYTES = 15 * 1024 * 1024;
