import "server-only";
import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";

export interface Download {
  data?: unknown;
  response: Response;
}

interface Wanted {
  /** The page with the link, within the locale: who is not logged in comes back to it, and a refusal is said there. */
  page: string;
  /** Of the file. */
  name: string;
  /** Calls the API for the file, as a stream. */
  read: () => Promise<Download>;
}

/** A file of the API to save. Where the API refuses it, the page with the link opens again and says why (`RefusedDownload`). */
export async function download({ page, name, read }: Wanted): Promise<Response> {
  await requirePerson(page);
  try {
    const { data, response } = await read();
    return attachment(data as ReadableStream, response.headers.get("Content-Type") ?? "application/octet-stream", name);
  } catch (error) {
    if (!(error instanceof Refused) || error.status >= 500) throw error;
    if (error.status === 404 || error.status === 422) return new Response(null, { status: 404 });
    const { locale } = await currentSite();
    const said = `${page.includes("?") ? "&" : "?"}refused=${encodeURIComponent(error.code)}`;
    return new Response(null, { status: 303, headers: { Location: `/${locale.tag}${page}${said}` } });
  }
}
