// Guest. All memory of one call: allocations only move a mark forward, and `reset` moves it back.
// Nothing on this heap outlives a call, so no global may hold an object that was made by `new`.

/** The allocator that the canonical ABI calls to place arguments and results in this memory. */
export function cabi_realloc(old: usize, _oldSize: usize, align: usize, size: usize): usize {
  if (size == 0) return align;
  return old == 0 || old == align ? heap.alloc(size) : heap.realloc(old, size);
}

/** Forgets every allocation. Only after the caller has read the results: from the post-return function. */
export function reset(): void {
  heap.reset();
}

/** A place on the heap to which `release` goes back. */
export class Mark {
  constructor(readonly block: usize) {}
}

export function mark(): Mark {
  const place = new Mark(heap.alloc(1));
  return place;
}

/**
 * Forgets everything allocated since the mark, and the mark itself. The stub allocator frees only the last block, so
 * the mark's block is first stretched over all that followed it: a block's size is the word before its payload.
 */
export function release(place: Mark): void {
  const first = place.block;
  const last = heap.alloc(1);
  store<usize>(first - sizeof<usize>(), last + load<usize>(last - sizeof<usize>()) - first);
  heap.free(first);
}
