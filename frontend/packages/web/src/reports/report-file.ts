import "server-only";
import { Refused } from "@globalmarket/api";
import { attachment } from "../server/files";
import { requirePerson } from "../server/person";

/** A report's file to save; 404 where the API refuses it: it is another's, has expired, or is not made yet. */
export async function reportFile(read: () => Promise<{ data?: unknown; response: Response }>): Promise<Response> {
  await requirePerson("/reports/files");
  try {
    const { data, response } = await read();
    const [, name = "report"] = /filename="([\w.-]+)"/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
    return attachment(data as ReadableStream, response.headers.get("Content-Type") ?? "application/octet-stream", name);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: 404 });
    throw error;
  }
}
