const LONGER_SIDE_PX = 1024;

/**
 * Puts a smaller copy of the picture into its field: the way is shorter, and what the camera wrote into it, such as the place, stays on
 * the device. A picture that this browser cannot open is sent as it is.
 */
export async function putSmaller(field: HTMLInputElement, file: File): Promise<void> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return;
  const scale = Math.min(1, LONGER_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const smaller = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!smaller || field.files?.[0] !== file) return;
  const files = new DataTransfer();
  files.items.add(new File([smaller], "picture.jpg", { type: "image/jpeg" }));
  field.files = files.files;
}
