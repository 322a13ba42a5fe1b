import { callApi, shopAnswers } from "./api.ts";
import { CHROMIUM, SHOP_PORT } from "./settings.ts";

/** Before all tests: say in one sentence what is missing. */
export default async function setup(): Promise<void> {
  if (!CHROMIUM) throw new Error("No browser is named: run the tests by make e2e.");
  if (!(await shopAnswers()))
    throw new Error(`No shop answers on port ${SHOP_PORT}; run make up first (without WEB=0).`);
  // The first search after a start loads the language model, which takes longer than a page waits.
  await Promise.all(["eu", "mena"].map((region) => callApi(region, "store/products?q=kettle")));
}
