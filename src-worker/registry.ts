/**
 * The venues of the engine, its shards and its jobs: those of the registry, or of the module that CROSSBOOK_VENUES names by its file URL.
 *
 * An environment variable, because every thread and process that is started inherits it: none can be left with other venues.
 */
import { loadVenues } from '../src-shared/venues/index.ts';

export const VENUES = await loadVenues(process.env.CROSSBOOK_VENUES);
