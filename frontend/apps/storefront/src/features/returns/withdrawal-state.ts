import { type FormState, typed } from "@globalmarket/web/forms/form-state";

/** What the form to withdraw shows: the statement to fill in, or the one to confirm. `key` makes a repeated confirmation the same one. */
export interface WithdrawalState extends FormState {
  step: "statement" | "confirm";
  key: string;
}

/** The statement as it was filled in: the name, the units by line, and whether the refund is to be store credit. */
export function typedStatement(form: FormData): Record<string, string> {
  const units = [...form.keys()].filter((name) => name.startsWith("withdraw.") || name.startsWith("cancel."));
  return typed(form, "name", "as_store_credit", ...units);
}
