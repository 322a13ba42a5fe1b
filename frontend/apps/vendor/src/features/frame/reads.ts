import "server-only";
import { privateApi } from "@globalmarket/web/server/site";
import { cache } from "react";

/** The name under which the vendor sells; empty if it cannot be had now: every page shows it, and none should fail for it. */
export const findVendorName = cache(async (): Promise<string> => {
  const api = await privateApi();
  return api.GET("/api/v1/vendor/profile").then(
    ({ data }) => data?.name ?? "",
    () => "",
  );
});
