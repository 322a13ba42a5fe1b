/** What an `ExportForm` sends, as the API's body; `key` makes a form that is sent twice one file. */
export function readExport(form: FormData): { key: string; body: Record<string, string> } {
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  const { key = crypto.randomUUID(), ...body } = Object.fromEntries(
    fields.filter(([name, value]) => value && !name.startsWith("$")), // React's own
  );
  return { key, body };
}
