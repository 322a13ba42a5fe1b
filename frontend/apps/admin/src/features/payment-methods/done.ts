/** What the table of payment methods says a form has done: names in its address and in the catalogue `payment-methods.done`. */
export const METHOD_DONE = ["added", "saved"] as const;

/** How a method is called; customers read it in their language. */
export const METHOD_NAMES = [
  "card",
  "ideal",
  "bancontact",
  "paypal",
  "bank_transfer",
  "mobile_money",
  "momo",
  "ussd",
  "cash_on_delivery",
] as const;

export const METHOD_KINDS = ["card", "bank", "wallet", "phone", "voucher", "cash"] as const;
