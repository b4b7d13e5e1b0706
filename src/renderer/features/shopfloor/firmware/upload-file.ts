import { FIRMWARE_PIECE_BYTES } from '#contract/shopfloor/firmware.ts';
import type { FirmwareImage } from '#contract/shopfloor/firmware.ts';
import { client } from '#lib/core.ts';

/** A firmware as it is entered, with its file. */
export interface FirmwareUpload {
  readonly nodeType: FirmwareImage['nodeType'];
  readonly version: string;
  readonly minimumVersion: string | null;
  readonly releaseNotes: string | null;
  readonly file: File;
}

/** Bytes as base64; in slices, because a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}

/**
 * Puts a firmware into the catalogue, piece by piece, telling how far it is. Aborting takes back what
 * is there so far.
 */
export async function uploadFirmware(
  { file, ...fields }: FirmwareUpload,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<FirmwareImage> {
  const { firmware } = client.shopfloor;
  const { id } = await firmware.begin({ ...fields, fileName: file.name, size: file.size });
  try {
    let sent = 0;
    while (sent < file.size) {
      signal.throwIfAborted();
      const piece = await file.slice(sent, sent + FIRMWARE_PIECE_BYTES).arrayBuffer();
      const data = toBase64(new Uint8Array(piece));
      ({ received: sent } = await firmware.append({ id, offset: sent, data }, { signal }));
      onProgress(sent);
    }
    return await firmware.finish({ id });
  } catch (error) {
    await firmware.withdraw({ id });
    throw error;
  }
}
