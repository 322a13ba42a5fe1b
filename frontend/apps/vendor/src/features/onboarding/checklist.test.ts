import { expect, it } from "vitest";
import { type Facts, stepsDone } from "./checklist";

const NOTHING: Facts = {
  profile: {
    missing: ["address", "description", "registration_number", "payout_account", "owner_email_confirmed"],
    vat_number: "",
  },
  invoicing: { missing: ["agreement"] },
  papers: { items: [], needs: [] },
  hasShipping: false,
  hasProduct: false,
};

it("has nothing done at first", () => {
  expect(Object.values(stepsDone(NOTHING))).not.toContain(true);
});

it("has a step done as soon as the fact is there", () => {
  const done = stepsDone({ ...NOTHING, profile: { missing: ["address"], vat_number: "NL1" }, hasProduct: true });

  expect(done).toMatchObject({ address: false, description: true, payout_account: true, vat: true, product: true });
});

it("has everything done in the end", () => {
  const all = stepsDone({
    profile: { missing: [], vat_number: "NL1" },
    invoicing: { missing: [] },
    papers: { items: [{}], needs: [] },
    hasShipping: true,
    hasProduct: true,
  });

  expect(Object.values(all)).not.toContain(false);
});

it("has papers open while one is missing or was refused", () => {
  const refused = { kind: "identity", reason: "refused" as const, refusal: "Too dark" };

  expect(stepsDone({ ...NOTHING, papers: { items: [{}], needs: [refused] } }).papers).toBe(false);
  expect(stepsDone({ ...NOTHING, papers: { items: [{}], needs: [] } }).papers).toBe(true);
});
