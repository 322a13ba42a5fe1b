/** Why there is no page, as far as a reader can do something with it. */
const PAGE_OF_CODE = {
  unavailable: "unavailable",
  store_unavailable: "unavailable",
  in_maintenance: "maintenance",
  throttled: "busy",
  store_throttled: "busy",
  search_unavailable: "search",
  index_outdated: "search",
  embeddings_unavailable: "search",
} as const;

export type FaultName = (typeof PAGE_OF_CODE)[keyof typeof PAGE_OF_CODE] | "fault";

/** The catalogue `faults`. */
export interface FaultWords {
  retry: string;
  loading: string;
  /** Of a form. */
  unsent: string;
  /** When a region that is shut should be open again; `{time}` stands for the moment. */
  expected: string;
  offline: { title: string; hint: string };
  pages: Record<FaultName, { title: string; hint: string }>;
}

/** Which of the pages stands for an error's `code`, as the API names it. */
export function faultNamed(code: string | undefined): FaultName {
  return PAGE_OF_CODE[code as keyof typeof PAGE_OF_CODE] ?? "fault";
}
