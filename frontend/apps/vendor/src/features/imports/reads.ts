import "server-only";
import { type ImportView, type ImportViewPage, type ProblemViewPage, Refused } from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";

const PAGE_SIZE = 25;

export async function listImports(cursor?: string): Promise<ImportViewPage> {
  const { locale } = await currentSite();
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, lang: locale.language, ...at };
    return (await api.GET("/api/v1/vendor/imports", { params: { query } })).data as ImportViewPage;
  });
}

/** 404 if the vendor has no such import. */
export async function getImport(id: string): Promise<ImportView> {
  const { locale } = await currentSite();
  const api = await privateApi();
  try {
    const params = { path: { import_id: id }, query: { lang: locale.language } };
    return (await api.GET("/api/v1/vendor/imports/{import_id}", { params })).data as ImportView;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}

/** What is wrong with the file's rows, in their order. */
export async function listProblems(id: string, cursor?: string, limit = PAGE_SIZE): Promise<ProblemViewPage> {
  const { locale } = await currentSite();
  const api = await privateApi();
  const query = { limit, lang: locale.language, ...(cursor && { cursor }) };
  const params = { path: { import_id: id }, query };
  return (await api.GET("/api/v1/vendor/imports/{import_id}/problems", { params })).data as ProblemViewPage;
}
