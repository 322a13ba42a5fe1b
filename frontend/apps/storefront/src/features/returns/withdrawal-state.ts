import { type FormState, typed } from "@globalmarket/web/forms/form-state";

/** What the form to withdraw shows: the statement to fill in, or the one to confirm. `key` makes a repeated confirmation the same one. */
export interface WithdrawalState extends FormState {
  step: "statement" | "confirm";
  key: string;
}

/** The statement as it was filled in: the name, and the units by line. */
export function typedStatement(form: FormData): Record<string, string> {
  const units = [...form.keys()].filter((name) => name.startsWith("withdraw.") || name.startsWith("cancel."));
  return typed(form, "name", ...units);
}
