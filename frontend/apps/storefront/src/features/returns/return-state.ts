import { type FormState, typed } from "@globalmarket/web/forms/form-state";

/** What the form to return products shows. `photoIds` are those that the API has by now; `key` makes a repeated sending the same request. */
export interface ReturnState extends FormState {
  photoIds: string[];
  key: string;
}

/** What was chosen and typed, without the photos. */
export function typedReturn(form: FormData): Record<string, string> {
  const units = [...form.keys()].filter((name) => /^(return|exchange)\./.test(name));
  return typed(form, "reason", "comment", "as_store_credit", ...units);
}
