import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite, patientApi } from "@globalmarket/web/server/site";

/** All of the vendor's products as a file that can be imported again, its plain texts in the reader's language. */
export async function GET(): Promise<Response> {
  await requirePerson("/imports");
  const { locale } = await currentSite();
  const api = await patientApi();
  try {
    const params = { query: { language: locale.language } };
    const { data } = await api.GET("/api/v1/vendor/exports/products.csv", { params, parseAs: "stream" });
    return attachment(data as unknown as ReadableStream, "text/csv; charset=utf-8", "products.csv");
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
