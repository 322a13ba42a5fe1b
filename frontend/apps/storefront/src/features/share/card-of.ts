export const CARD = { width: 1200, height: 630 } as const;

/** The picture that a shared link of the page at `path` shows, as metadata. */
export function cardOf(path: string, alt: string) {
  return [{ url: `${path}/card.jpg`, ...CARD, alt }];
}
