/** What a form shows after it was sent. */
export interface Outcome {
  kind: "success" | "problem";
  message: string;
  /** What else the customer has to know: prices and stock that changed meanwhile. */
  changes?: string[];
  /** Units that were put into the cart. */
  added?: number;
  /** Nobody knows what became of it: sent again it must be the same change. */
  isUnanswered?: boolean;
}
