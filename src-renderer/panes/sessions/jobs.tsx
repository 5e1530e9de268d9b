/** Shows jobs on sessions: progress, cancelling, and where the result is. */
import { FolderOpen, X } from 'lucide-react';
import type { JobState } from '../../../src-shared/domain/session.ts';
import { useSessions } from '../../stores/sessions-store.ts';
import { cancelJob, revealPath } from './session-requests.ts';

/** Ended jobs that stay listed. */
const SHOWN = 4;
const PERCENT = 100;

export function Jobs() {
  const jobs = useSessions((state) => state.jobs);
  if (jobs.length === 0) return null;
  return (
    <ul className="jobs" aria-label="Jobs">
      {jobs.slice(0, SHOWN).map((job) => (
        <Job key={job.job} job={job} />
      ))}
    </ul>
  );
}

function Job({ job }: { readonly job: JobState }) {
  const { title, state, progress, text, path } = job;
  const isRunning = state === 'running';
  const canCancel = isRunning || state === 'queued';
  return (
    <li className="job" data-job-state={state}>
      <span className="clip">{title}</span>
      {isRunning ? (
        <span className="job-progress">
          <progress aria-label={title} max={1} {...(progress === null ? {} : { value: progress })} />
          <span className="num dim">{progress === null ? '' : `${Math.floor(progress * PERCENT)} %`}</span>
        </span>
      ) : (
        <span className="job-state">{state}</span>
      )}
      <span className="clip dim selectable" title={text}>
        {text}
      </span>
      <span className="clip faint selectable job-path" title={path}>
        {path}
      </span>
      {path === '' ? (
        <span />
      ) : (
        <button
          type="button"
          className="icon-button"
          aria-label="Show the files"
          title={`Show the files: ${path}`}
          onClick={() => revealPath(path)}
        >
          <FolderOpen size={14} aria-hidden="true" />
        </button>
      )}
      {canCancel ? (
        <button
          type="button"
          className="icon-button"
          aria-label="Cancel"
          title="Cancel and remove partial files"
          onClick={() => cancelJob(job.job)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      ) : (
        <span />
      )}
    </li>
  );
}
