"use server";

import { Refused } from "@globalmarket/api";
import { readExport } from "@globalmarket/web/reports/asked-form";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { redirect } from "next/navigation";
import type { ExportBody } from "./reads";

/** Ask for a report as a file, and go to where it will be. */
export async function requestFile(form: FormData): Promise<void> {
  const { key, body } = readExport(form);
  const { locale } = await currentSite();
  let refused = "";
  try {
    await (await privateApi()).POST("/api/v1/vendor/analytics/exports", {
      params: { header: { "Idempotency-Key": key } },
      body: body as unknown as ExportBody,
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refused = "?refused=1";
  }
  redirect(`/${locale.tag}/reports/files${refused}`);
}
