/** What the page of a product says a form has done: names in its address and in the catalogue `products.done`. */
export const PRODUCT_DONE = ["taken_down", "reinstated"] as const;

export type ProductDone = (typeof PRODUCT_DONE)[number];
