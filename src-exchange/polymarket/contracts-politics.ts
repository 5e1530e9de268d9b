/**
 * The political and technical contracts. Parties and institutions only: no person is named.
 */
import { longDay, yearOf } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Draft, Drafts } from './text.ts';

/** Control of both chambers after the next federal election. */
export function electionContracts({ due }: Dates): Drafts {
  const closesMs = due('house-democratic');
  const year = yearOf(closesMs);
  const chamber = (name: string, party: string): Draft => ({
    question: `Will the ${party} Party control the ${name} after the ${year} election?`,
    description: `This market will resolve to "Yes" if the ${party} Party controls the ${name} following the ${year} US election. Control means having more than half of the voting members. Otherwise this market will resolve to "No".`,
    eventTitle: `Which party will win the ${name} in ${year}?`,
    groupItemTitle: `${party} Party`,
    negRisk: true,
  });
  return {
    'house-democratic': chamber('House', 'Democratic'),
    'senate-republican': { ...chamber('Senate', 'Republican'), tickMicros: 1_000 },
  };
}

/** The state of the world. */
export function governmentContracts({ due }: Dates): Drafts {
  const closesMs = due('shutdown');
  const treatyMs = due('arctic-treaty');
  const recessionMs = due('recession');
  const day = longDay(closesMs);
  return {
    shutdown: {
      question: `US government shutdown by ${day}?`,
      description: `This market will resolve to "Yes" if there is a lapse in appropriations causing a federal government shutdown between market creation and ${day}, 11:59 PM ET. Otherwise this market will resolve to "No". The resolution source is the US Office of Personnel Management.`,
    },
    'arctic-treaty': {
      question: `New Arctic shipping treaty signed by ${longDay(treatyMs)}?`,
      description: `This market will resolve to "Yes" if at least five member states of the Arctic Council sign a new binding treaty on shipping by ${longDay(treatyMs)}, 11:59 PM ET. Otherwise this market will resolve to "No".`,
    },
    recession: {
      question: `US recession by ${longDay(recessionMs)}?`,
      description: `This market will resolve to "Yes" if two consecutive quarters of negative US real GDP growth are reported, or the National Bureau of Economic Research announces a recession, by ${longDay(recessionMs)}. Otherwise this market will resolve to "No".`,
    },
  };
}

/** Technology and science. */
export function scienceContracts({ due }: Dates): Drafts {
  const modelMs = due('new-model');
  const tankerMs = due('orbital-refuelling');
  const alienMs = due('aliens');
  return {
    'new-model': {
      question: `New model tops the text leaderboard by ${longDay(modelMs)}?`,
      description: `This market will resolve to "Yes" if a model that was not publicly listed at market creation holds the first place of the text arena leaderboard at any time before ${longDay(modelMs)}, 12:00 PM ET. Otherwise this market will resolve to "No".`,
    },
    'orbital-refuelling': {
      question: `Ship-to-ship propellant transfer in orbit by ${longDay(tankerMs)}?`,
      description: `This market will resolve to "Yes" if propellant is transferred between two spacecraft in Earth orbit, each launched separately, by ${longDay(tankerMs)}, 11:59 PM ET. Otherwise this market will resolve to "No".`,
    },
    aliens: {
      question: `Will the US confirm that aliens exist before ${yearOf(alienMs)}?`,
      description: `This market will resolve to "Yes" if a member of the US cabinet or a US federal agency definitively states that extraterrestrial life or technology exists before ${yearOf(alienMs)}. Otherwise this market will resolve to "No".`,
      tickMicros: 1_000,
    },
  };
}
