import { observed } from './observed.ts';
import { standInFor } from './unimplemented.ts';

function answer<T>(method: string, args: readonly unknown[], cancelled: T): T {
  observed.dialogs.push({ method, options: args.at(-1) });
  return observed.dialogAnswers.length > 0 ? (observed.dialogAnswers.shift() as T) : cancelled;
}

function cancelButton(args: readonly unknown[]): number {
  return (args.at(-1) as Electron.MessageBoxOptions).cancelId ?? 0;
}

class Dialog extends standInFor('dialog') {
  showErrorBox(title: string, content: string): void {
    observed.dialogs.push({ method: 'showErrorBox', options: { title, content } });
    console.error(`${title}\n${content}`);
  }

  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    return answer('showMessageBox', args, { response: cancelButton(args), checkboxChecked: false });
  }

  showMessageBoxSync(...args: unknown[]): number {
    return answer('showMessageBoxSync', args, cancelButton(args));
  }

  async showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    return answer('showOpenDialog', args, { canceled: true, filePaths: [] });
  }

  async showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    return answer('showSaveDialog', args, { canceled: true, filePath: '' });
  }
}

/** Stands in for Electron's `dialog`: answers from `standIn.dialogAnswers`. */
export const dialog = new Dialog();

dialog satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>;
