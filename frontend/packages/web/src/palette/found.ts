/** A page that the palette leads to. */
export interface FoundPage {
  title: string;
  href: string;
  /** What tells it from others of its kind, such as an order's customer. */
  note?: string;
  /** The letter that leads there after a G. */
  shortcut?: string | undefined;
}

export interface FoundGroup {
  label: string;
  items: FoundPage[];
}

/** What the app's route handler answers. */
export interface FoundAnswer {
  groups: FoundGroup[];
  /** For screen readers: how many there are. */
  status: string;
}

export const NOTHING: FoundAnswer = { groups: [], status: "" };
