/** What became of one of many things. */
export interface RowResult {
  /** What the person knows it by, such as an order's number. */
  name: string;
  isDone: boolean;
  message: string;
}

/** Amounts that a form answers with, ready to read: the first cell of a row names it. */
export interface Amounts {
  caption: string;
  columns: string[];
  rows: string[][];
}

/** Boxes of what a question is about: all are ticked, and those that stay so are sent as `name`. */
export interface Boxes {
  legend: string;
  name: string;
  options: { value: string; label: string }[];
}

/** How a form asks who the person is, in the reader's language. */
export interface Proof {
  by: "password" | "code";
  why: string;
  label: string;
  /** On the form's button. */
  submit: string;
  /** Of a person who has one: takes the code's place. */
  passkey: { challenge: string; options: string; label: string; failed: string } | null;
}

/** What a form shows after it was sent. */
export interface FormState {
  kind: "success" | "problem";
  message: string;
  /** What is wrong, by the fields' names. */
  errors: Record<string, string>;
  /** What the fields hold now: what was typed, or what was stored of it. Never a password. */
  values: Record<string, string>;
  /** Another one for each answer, so that the focus moves although the words are the same. */
  attempt: string;
  /** What the person must confirm before anything is done, where the form asks first. `values.confirmed` is what a yes sends. */
  question?: string;
  /** What the question is about, where the person can still leave some of it out. */
  boxes?: Boxes;
  /** The API wants to know again who the person is: what the form asks for (`ProofStep`). */
  proof?: Proof;
  /** What became of each, where a form does many things at once. */
  rows?: RowResult[];
  /** What a form found out that changes nothing. */
  amounts?: Amounts;
  /** Where the person can do what the refusal asks for, or goes on after a success. */
  wayOut?: { href: string; text: string };
}

export type FormAction = (before: FormState | null, form: FormData) => Promise<FormState>;

/** What was typed into the fields of these names. */
export function typed(form: FormData, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? "")]));
}

/** Whether a box is checked: what is not is not sent. */
export function isChecked(values: Record<string, string>, name: string): boolean {
  return values[name] === "on";
}

/** Where the shop could not be reached. */
export function unsent(message: string, values: Record<string, string>): FormState {
  return { kind: "problem", message, errors: {}, values, attempt: crypto.randomUUID() };
}

/** Nothing was sent: the same is wrong with each of these fields. */
export function wrongFields(
  message: string,
  fields: string[],
  error: string,
  values: Record<string, string>,
): FormState {
  const errors = Object.fromEntries(fields.map((name) => [name, error]));
  return { kind: "problem", message, errors, values, attempt: crypto.randomUUID() };
}

export function succeeded(message: string, values: Record<string, string> = {}): FormState {
  return { kind: "success", message, errors: {}, values, attempt: crypto.randomUUID() };
}

/** Nothing has happened yet: the form asks `question` first. A yes sends `confirmed` along, so that other values are asked about anew. */
export function asks(question: string, confirmed: string, values: Record<string, string>): FormState {
  const all = { ...values, confirmed };
  return { kind: "success", message: "", errors: {}, values: all, attempt: crypto.randomUUID(), question };
}
