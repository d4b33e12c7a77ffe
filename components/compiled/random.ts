// Guest. wasi:random/random@0.2.10.

/** 64 random bits. */
@external("wasi:random/random@0.2.10", "get-random-u64")
export declare function randomU64(): u64;
