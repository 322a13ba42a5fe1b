/** What was typed into a form and not sent, as the browser keeps it. */
export interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  /** The fields by name; a box that is not checked is empty. */
  values: Record<string, string>;
  /** It was sent, and nobody has heard that it was refused: what was typed has arrived. */
  isSent?: boolean;
}

const LIFE_MS = 7 * 24 * 60 * 60 * 1000;
const KEPT = "input:not([type=file]):not([type=password]), textarea, select";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const START = "draft:";

/** Where the browser keeps a person's draft of the form `id` at `place`. Several people may use one browser. */
export function draftKey(person: string, place: string, id: string): string {
  return `${START}${person}:${place}:${id}`;
}

/** Of the browser's keys, the drafts that are not the person's; all drafts for an empty `person`. */
export function draftsOfOthers(keys: string[], person: string): string[] {
  return keys.filter((key) => key.startsWith(START) && !(person && key.startsWith(`${START}${person}:`)));
}

/** The draft in a text of the browser's storage; null for none, one that was sent, one that is old, and what is no draft. */
export function readDraft(text: string | null, now: number): Draft | null {
  try {
    const draft = JSON.parse(text ?? "null") as Draft | null;
    return draft?.values && !draft.isSent && now - draft.at < LIFE_MS ? draft : null;
  } catch {
    return null;
  }
}

/**
 * What the form holds. Hidden fields are kept as well: the version that was typed over is one of them, so a draft that is sent later meets
 * what others have changed meanwhile, as if it had been sent from the page that it was typed on. A key of the request is not.
 */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const fields = [...form.querySelectorAll<Field>(KEPT)].filter(({ name }) => name && name !== "key");
  return Object.fromEntries(fields.map((field) => [field.name, heldBy(field)]));
}

/** Whether a person would miss something of the draft. */
export function isWorthKeeping(draft: Draft, form: HTMLFormElement): boolean {
  const now = visible(form);
  return now.some((field) => field.name in draft.values && draft.values[field.name] !== heldBy(field));
}

/** Put the draft into the form, as if it was typed. */
export function restore(draft: Draft, form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<Field>(KEPT)) {
    const value = draft.values[field.name];
    if (value === undefined || field.name === "key") continue;
    if (isBox(field)) field.checked = value === "on";
    else setValue(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** By the element's own setter: React passes over a value that was set by the one that it puts in its place. */
function setValue(field: Field, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
}

function visible(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>(KEPT)].filter(({ type }) => type !== "hidden");
}

function isBox(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function heldBy(field: Field): string {
  if (!isBox(field)) return field.value;
  return field.checked ? "on" : "";
}
