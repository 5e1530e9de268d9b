/** Long work on sessions: how far it is, a way to stop it, and where its result is. */
import { FolderOpen, X } from 'lucide-react';
import type { JobState } from '../../../src-shared/domain/session.ts';
import { useSessions } from '../../frames/sessions-store.ts';
import { cancelJob, revealPath } from './session-requests.ts';

/** Ended jobs that stay in sight. */
const SHOWN = 4;

export function Jobs() {
  const jobs = useSessions((state) => state.jobs);
  if (jobs.length === 0) return null;
  return (
    <ul className="jobs" aria-label="Work on sessions">
      {jobs.slice(0, SHOWN).map((job) => (
        <Job key={job.job} job={job} />
      ))}
    </ul>
  );
}

function Job({ job }: { readonly job: JobState }) {
  const isRunning = job.state === 'running';
  return (
    <li className="job" data-job-state={job.state}>
      <span className="clip">{job.title}</span>
      {isRunning ? (
        <progress aria-label={job.title} max={1} {...(job.progress === null ? {} : { value: job.progress })} />
      ) : (
        <span className="job-state">{job.state}</span>
      )}
      <span className="faint clip selectable" title={job.text}>
        {job.text}
      </span>
      {job.path === '' ? null : (
        <button
          type="button"
          className="icon-button"
          aria-label="Show the files"
          title={job.path}
          onClick={() => revealPath(job.path)}
        >
          <FolderOpen size={14} aria-hidden="true" />
        </button>
      )}
      {isRunning ? (
        <button
          type="button"
          className="icon-button"
          aria-label="Cancel"
          title="Cancel"
          onClick={() => cancelJob(job.job)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      ) : null}
    </li>
  );
}
