/** What the package does not declare itself: it is JavaScript without types. */
export default class Validator {
  /** Of items by format and type, as `{ jsonld: { Product: [...] } }`. */
  validate(found: { jsonld: Record<string, unknown[]> }): Promise<{ issueMessage: string; severity: string }[]>;
}
