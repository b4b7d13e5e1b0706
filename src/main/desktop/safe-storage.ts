import { safeStorage } from 'electron';

/** The operating system's key chain, in the shape in which the master key asks for it. */
export const keyChain = {
  /** Only Linux has several, and only there Electron knows which; the others have one. */
  backend(): string {
    if (process.platform === 'darwin') return 'keychain';
    if (process.platform === 'win32') return 'dpapi';
    return safeStorage.getSelectedStorageBackend();
  },
  encrypt: (text: string): Promise<Buffer> => safeStorage.encryptStringAsync(text),
  async decrypt(sealed: Buffer): Promise<{ readonly text: string; readonly stale: boolean }> {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed);
    return { text: result, stale: shouldReEncrypt };
  },
};
