import type { Address, CartDetail, PaymentMethodOption, SavedAddress, SavedCard } from "@globalmarket/api";
import { describe, expect, it } from "vitest";
import { chosenPayment, fieldOfMissing, firstPayment, knownValues, readDraft, typedValues } from "./draft";

const HOME: Address = {
  name: "Ada",
  company: "",
  vat_number: "",
  line1: "Keizersgracht 1",
  line2: "",
  area: "",
  city: "Amsterdam",
  region: "",
  postcode: "1015 CJ",
  landmark: "",
  phone: "",
  country: "NL",
};
const SAVED = { id: "adr_1", label: "Home", address: HOME, is_default_shipping: true } as SavedAddress;
const CART = {
  email: null,
  country: "NL",
  shipping_address: null,
  billing_address: null,
  payment_method: null,
} as CartDetail;

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe("the draft in a checkout form", () => {
  const context = { language: "nl", addresses: [SAVED], isShipped: true };

  it("takes a saved address instead of what stands in the hidden fields", () => {
    const form = formOf({ saved_address: "adr_1", "shipping_address.country": "BE", billing_same: "on" });

    expect(readDraft(form, context).shipping_address).toEqual(HOME);
  });

  it("takes a typed one if the customer chose a new address, or another customer's id", () => {
    for (const saved_address of ["", "adr_of_somebody_else"]) {
      const form = formOf({ saved_address, "shipping_address.country": "BE", "shipping_address.name": "Ada" });

      expect(readDraft(form, context).shipping_address).toEqual({ country: "BE", name: "Ada", line1: "" });
    }
  });

  it("has a billing address only where it differs", () => {
    const typed = { "billing_address.country": "DE", "billing_address.name": "Ada GmbH" };

    expect(readDraft(formOf({ ...typed, billing_same: "on" }), context).billing_address).toBeNull();
    expect(readDraft(formOf(typed), context).billing_address).toEqual({ country: "DE", name: "Ada GmbH", line1: "" });
  });

  it("bills what is not sent to the address of the bill", () => {
    const draft = readDraft(formOf({ billing_same: "on", "billing_address.country": "NL" }), {
      ...context,
      isShipped: false,
    });

    expect(draft).not.toHaveProperty("shipping_address");
    expect(draft.billing_address).toMatchObject({ country: "NL" });
  });

  it("reads each vendor's delivery and keeps the reader's language", () => {
    const draft = readDraft(formOf({ "shipping_choices.ven_1": "shm_1", "shipping_choices.ven_2": "shm_2" }), context);

    expect(draft.shipping_choices).toEqual({ ven_1: "shm_1", ven_2: "shm_2" });
    expect(draft.language).toBe("nl");
  });
});

describe("the values of a checkout form", () => {
  it("begin with the customer's mail address and default address", () => {
    const values = knownValues(CART, { email: "ada@example.com", addresses: [SAVED] });

    expect(values).toMatchObject({ email: "ada@example.com", saved_address: "adr_1", billing_same: "on" });
  });

  it("are the cart's where it has some", () => {
    const cart = { ...CART, email: "other@example.com", shipping_address: { ...HOME, city: "Utrecht" } };

    const values = knownValues(cart, { email: "ada@example.com", addresses: [SAVED] });

    expect(values).toMatchObject({ email: "other@example.com", saved_address: "", "shipping_address.city": "Utrecht" });
  });

  it("keep an unchecked box unchecked", () => {
    expect(typedValues(formOf({ email: "a" }))).toEqual({ email: "a", billing_same: "" });
  });
});

describe("how to pay", () => {
  const saving = { code: "stripe_card", saved_cards: [{ id: "card_2" }, { id: "card_1" }] } as PaymentMethodOption;
  const other = { code: "mollie_ideal", saved_cards: [] as SavedCard[] } as PaymentMethodOption;

  it("begins with the newest saved card of the cart's method", () => {
    expect(firstPayment([other, saving], "stripe_card")).toBe("stripe_card card_2");
    expect(firstPayment([other, saving], null)).toBe("mollie_ideal");
    expect(firstPayment([], "stripe_card")).toBe("");
  });

  it("is a saved card, or a new one that is saved where that was ticked", () => {
    const ticked = { "save_card.stripe_card": "on" };

    expect(chosenPayment(formOf({ payment_method: "stripe_card card_2", ...ticked }))).toEqual({
      method: "stripe_card",
      card: { card_id: "card_2" },
    });
    expect(chosenPayment(formOf({ payment_method: "stripe_card", ...ticked })).card).toEqual({ save_card: true });
    expect(chosenPayment(formOf({ payment_method: "mollie_ideal", ...ticked })).card).toEqual({});
  });
});

it("finds the field of what is missing", () => {
  expect(fieldOfMissing("shipping_choice:ven_1")).toBe("shipping_choices.ven_1");
  expect(fieldOfMissing("shipping_address.phone")).toBe("shipping_address.phone");
});
