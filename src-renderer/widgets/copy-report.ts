/** Copies the report of main to the clipboard and confirms it. */
import { mainClient } from '../stores/clients.ts';
import { toast } from '../stores/toasts-store.ts';

/** Never rejects; a toast reports a failure. */
export async function copyReport(): Promise<void> {
  try {
    const report = await mainClient.request('report', {});
    await navigator.clipboard.writeText(report);
    toast('info', `Report copied: ${report.length.toLocaleString('en')} characters, without secrets.`);
  } catch (error) {
    toast('error', `The report was not copied: ${error instanceof Error ? error.message : String(error)}`);
  }
}
