/** What lists of choices offer, in pairs, so that they stay in their order. */

/** Also what the address names and nobody knows, so that it can be seen and taken away. */
const known = (pairs, chosen) =>
  !chosen || pairs.some(([key]) => key === chosen) ? pairs : [...pairs, [chosen, `${chosen} (unknown)`]];

export const offered = (pairs, chosen, none = 'All') => [['', none], ...known(pairs, chosen)];

const processPairs = ({ processes }) => processes.map(({ key, name }) => [key, name]);

export const offeredProcesses = (choices, chosen) => offered(processPairs(choices), chosen);

/** Where there must be one. */
export const neededProcesses = (choices, chosen) => known(processPairs(choices), chosen);

/** The latest first. */
export const offeredVersions = ({ processes }, process, chosen, none) =>
  offered((processes.find(({ key }) => key === process)?.versions ?? [])
    .map(({ version, tag }) => [String(version), tag ? `${version} (${tag})` : String(version)]), chosen, none);

/** Services, customers, teams. */
export const offeredThings = (things, chosen) => offered(things.map(({ id, name }) => [id, name]), chosen);

export const offeredWords = (words, chosen) => offered(words.map(word => [word, word]), chosen);
