/** A list's filters and columns under a name. */
export interface View {
  name: string;
  /** Of the list's address, with a question mark; empty for the list without filters. */
  query: string;
}

const MOST = 30;

/** Where the browser keeps a list's views: the same in every language, for each list and each app's host. */
export function viewsKey(here: string): string {
  return `views:/${here.split("/").slice(2).join("/")}`;
}

/** What was stored. What is no list of views is none: nothing but us and the person writes there. */
export function readViews(stored: string): View[] {
  try {
    const read: unknown = JSON.parse(stored);
    return Array.isArray(read) ? read.filter(isView).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** To be stored: the new view comes last, and takes the place of one with its name. */
export function saveView(views: View[], view: View): string {
  return JSON.stringify([...views.filter(({ name }) => name !== view.name), view].slice(-MOST));
}

export function removeView(views: View[], gone: string): string {
  return JSON.stringify(views.filter(({ name }) => name !== gone));
}

function isView(one: Partial<View> | null): one is View {
  return typeof one?.name === "string" && typeof one.query === "string" && /^(\?.*)?$/.test(one.query);
}
