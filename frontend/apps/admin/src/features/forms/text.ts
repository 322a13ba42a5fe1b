/** What was typed into a field, without the spaces around it; empty where there is no such field. */
export function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}
