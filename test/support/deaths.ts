/** Where an API process dies, in the order in which a keyed request comes by. */
export const DEATHS = ['its key is claimed', 'it is under way', 'it is done', 'its answer is kept'] as const;
export type Death = (typeof DEATHS)[number];
