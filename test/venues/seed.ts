/** One seed for everything random in a run. TEST_SEED repeats a run; tests show the seed in their titles. */
const chosen = Number(process.env.TEST_SEED);

export const SEED = Number.isInteger(chosen) && process.env.TEST_SEED !== undefined ? chosen : 20_261_120;
