/** What a form shows after it was sent. */
export interface Outcome {
  kind: "success" | "problem";
  message: string;
  /** What else the customer has to know: prices and stock that changed meanwhile. */
  changes?: string[];
}
