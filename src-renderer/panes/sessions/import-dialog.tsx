/** The import dialog: which file, and which formats are supported. */
import { useState } from 'react';
import { Dialog } from '../../widgets/dialog.tsx';
import { importRecording } from './session-requests.ts';

export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [path, setPath] = useState('');
  const [markets, setMarkets] = useState('');
  return (
    <Dialog label="Import a recording" className="import" onClose={onClose}>
      <form
        className="import-form"
        onSubmit={(event) => {
          event.preventDefault();
          importRecording(path.trim(), markets.trim());
          onClose();
        }}
      >
        <h2>Import a recording</h2>
        <input
          aria-label="Path of the file"
          value={path}
          placeholder="/home/me/recordings/2026-11-20.ndjson.gz"
          spellCheck={false}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <p className="dim">A text file with one message per line, plain or compressed with gzip or zstd:</p>
        <ul className="import-kinds">
          <li>the exchange's messages as they are,</li>
          <li>
            <code>1763674764000000000 {'{…}'}</code>, as hftbacktest's collector writes,
          </li>
          <li>
            <code>{'{"recv_ms":…,"event":…}'}</code>,
          </li>
          <li>raw messages that Crossbook exported.</li>
        </ul>
        <label className="import-markets">
          <span className="dim">
            Titles, price grids and fees, if the exchange's own records of the markets are at hand:
          </span>
          <input
            value={markets}
            placeholder="/home/me/recordings/markets.json"
            spellCheck={false}
            onChange={(event) => setMarkets(event.currentTarget.value)}
          />
        </label>
        <footer>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={path.trim() === ''}>
            Import
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
