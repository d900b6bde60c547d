/** How much of something was kept; nothing where there was nothing to keep. */
export const share = (kept, missed) => (kept + missed === 0 ? '' : `${Math.floor((100 * kept) / (kept + missed))} %`);
