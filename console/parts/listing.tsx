import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Empty, Loading, Problem } from './states.tsx';

interface Page<Item> {
  data: Item[];
  next: string | null;
}

/** A list that comes in pages, looked at again every now and then. */
export function usePages<Item>(
  queryKey: readonly unknown[],
  read: (cursor: string | undefined) => Promise<Page<Item>>,
  refetchInterval: number | false = false,
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam }) => await read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval,
  });
}

interface ListingProps<Item> {
  pages: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  what: string;
  empty: string;
  children: (items: Item[]) => ReactNode;
}

/** What there is of it: being read, refused, nothing, or the list with a way to more. */
export function Listing<Item>({ pages, what, empty, children }: ListingProps<Item>) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  if (error && !data) return <Problem error={error} />;
  if (!data) return <Loading what={what} />;
  const items = data.pages.flatMap((page) => page.data);
  return (
    <>
      {error && <Problem error={error} />}
      {items.length === 0 ? <Empty>{empty}</Empty> : children(items)}
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Loading more' : 'Show more'}
        </button>
      )}
    </>
  );
}
