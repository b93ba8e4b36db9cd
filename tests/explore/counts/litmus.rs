//! Litmus programs: the name of each, what its threads do, and the number of its executions under RC11.

pub const LITMUS: &[(&str, &[&str], u64)] = &[
    (
        "2CoWR",
        &[
            "Y.load(Acquire);",
            "X.load(Acquire);",
            "X.store(1, Release);",
            "Y.store(1, Release);",
        ],
        4,
    ),
    (
        "2+2W, a fence",
        &[
            "X.store(1, SeqCst); Y.store(2, SeqCst);",
            "Y.store(1, Relaxed); fence(SeqCst); X.store(2, Relaxed);",
        ],
        3,
    ),
    (
        "2+2W, the third released",
        &[
            "X.store(1, SeqCst); Y.store(2, SeqCst);",
            "Y.store(1, Release); X.store(2, SeqCst);",
        ],
        4,
    ),
    (
        "2+2W, the fourth released",
        &[
            "X.store(1, SeqCst); Y.store(2, SeqCst);",
            "Y.store(1, SeqCst); X.store(2, Release);",
        ],
        4,
    ),
    (
        "2+2W, all released",
        &[
            "Y.store(1, Release); X.store(2, Release);",
            "X.store(1, Release); Y.store(2, Release);",
        ],
        4,
    ),
    (
        "2+2W, all SeqCst",
        &[
            "X.store(1, SeqCst); Y.store(2, SeqCst);",
            "Y.store(1, SeqCst); X.store(2, SeqCst);",
        ],
        3,
    ),
    (
        "IRIW",
        &[
            "X.store(1, SeqCst);",
            "X.load(Acquire); Y.load(SeqCst);",
            "Y.load(Acquire); X.load(SeqCst);",
            "Y.store(1, SeqCst);",
        ],
        16,
    ),
    (
        "IRIW-like",
        &[
            "X.store(1, Relaxed);",
            "let seen = X.load(Relaxed); Y.store(seen, Release);",
            "X.load(Relaxed); fence(AcqRel); Y.load(Relaxed);",
            "Y.load(Relaxed); fence(AcqRel); X.load(Relaxed);",
        ],
        28,
    ),
    (
        "LB",
        &[
            "Y.load(Acquire); X.store(2, Release);",
            "X.load(Acquire); Y.store(1, Release);",
        ],
        3,
    ),
    (
        "LB, counted twice",
        &[
            "X.load(Acquire); Z.fetch_add(1, AcqRel);",
            "Z.fetch_add(1, AcqRel); Y.store(1, Release);",
            "Y.load(Acquire); W.fetch_add(1, AcqRel);",
            "W.fetch_add(1, AcqRel); X.store(1, Release);",
        ],
        15,
    ),
    (
        "MP",
        &[
            "X.store(1, Release); Y.store(1, Release);",
            "Y.load(Acquire); X.load(Acquire);",
        ],
        3,
    ),
    (
        "MP, a release sequence and a fence",
        &[
            "X.store(1, Relaxed); Y.store(0, Release); Y.store(1, Relaxed);",
            "if Y.load(Relaxed) != 0 { fence(Acquire); X.load(Relaxed); }",
        ],
        4,
    ),
    (
        "MP, counted",
        &[
            "Y.load(Acquire); Z.fetch_add(1, AcqRel);",
            "Z.fetch_add(1, AcqRel); X.load(Acquire);",
            "X.store(1, Release); Y.store(1, Release);",
        ],
        7,
    ),
    (
        "MP, updated",
        &[
            "X.store(1, Relaxed); Y.store(0, Release); Y.store(1, Relaxed);",
            "Y.fetch_add(1, Relaxed);",
            "if Y.load(Acquire) > 1 { X.store(2, Relaxed); }",
        ],
        13,
    ),
    (
        "MP, updated twice",
        &[
            "X.store(1, Relaxed); Y.store(0, Release); Y.store(1, Relaxed);",
            "let _ = Y.compare_exchange(2, 3, Relaxed, Relaxed);",
            "let _ = Y.compare_exchange(1, 2, Relaxed, Relaxed);",
            "if Y.load(Acquire) > 2 { fence(Acquire); X.store(2, Relaxed); }",
        ],
        36,
    ),
    (
        "SB",
        &[
            "X.store(1, Release); Y.load(Acquire);",
            "Y.store(1, Release); X.load(Acquire);",
        ],
        4,
    ),
    (
        "SB, a fence",
        &[
            "X.store(1, SeqCst); Y.load(SeqCst);",
            "Y.store(1, Relaxed); fence(SeqCst); X.load(Relaxed);",
        ],
        3,
    ),
    // GenMC has 22. It leaves out what RC11 was made to allow (Lahav et al., PLDI 2017, section 2.1): the addition finds the released
    // store, the third thread's store comes behind it, and yet its load finds 0. Whatever the second thread then loads: twice.
    (
        "Z6.U, released",
        &[
            "X.store(1, SeqCst); Y.store(1, Release);",
            "Y.fetch_add(1, SeqCst); Y.load(Relaxed);",
            "Y.store(3, SeqCst); X.load(SeqCst);",
        ],
        24,
    ),
    (
        "Z6, two fences",
        &[
            "X.store(1, Relaxed); fence(SeqCst); Y.store(1, Relaxed);",
            "Y.load(Acquire); Z.store(1, Relaxed);",
            "Z.store(2, Relaxed); fence(SeqCst); X.load(Relaxed);",
        ],
        7,
    ),
    (
        "two swaps",
        &[
            "X.store(1, Relaxed); fence(AcqRel); Y.store(1, Relaxed);",
            "Y.swap(1, Relaxed); X.swap(1, Relaxed);",
        ],
        4,
    ),
    (
        "an exchange that depends on a load",
        &[
            "let seen = X.load(Relaxed); let _ = Y.compare_exchange(seen, 1, Relaxed, Relaxed); Z.store(seen, Relaxed);",
            "Y.store(2, Relaxed);",
        ],
        2,
    ),
    (
        "two exchanges and a load",
        &[
            "let _ = X.compare_exchange(0, 42, Relaxed, Relaxed);",
            "let _ = X.compare_exchange(0, 17, Relaxed, Relaxed); X.load(Relaxed);",
        ],
        2,
    ),
    (
        "an exchange beside two additions",
        &[
            "let _ = X.compare_exchange(1, 2, Relaxed, Relaxed);",
            "X.fetch_add(1, Relaxed);",
            "X.fetch_add(1, Relaxed);",
        ],
        6,
    ),
    (
        "CoRR",
        &[
            "X.store(1, Release); X.store(2, Release);",
            "X.load(Acquire); X.load(Acquire);",
        ],
        6,
    ),
    (
        "CoRR, one store and two readers",
        &[
            "X.store(1, Release);",
            "X.load(Acquire);",
            "X.load(Acquire);",
        ],
        4,
    ),
    (
        "CoRR, two stores and two readers",
        &[
            "X.store(1, Release);",
            "X.store(2, Release);",
            "X.load(Acquire); X.load(Acquire);",
            "X.load(Acquire);",
        ],
        36,
    ),
    (
        "CoRR, two stores and two readers of two",
        &[
            "X.store(1, Release);",
            "X.store(2, Release);",
            "X.load(Acquire); X.load(Acquire);",
            "X.load(Acquire); X.load(Acquire);",
        ],
        72,
    ),
    (
        "CoRR, two stores",
        &[
            "X.load(Acquire); X.load(Acquire);",
            "X.store(1, Release);",
            "X.store(2, Release);",
        ],
        12,
    ),
    (
        "CoRW",
        &[
            "X.load(Acquire); X.store(1, Release);",
            "X.store(2, Release);",
        ],
        3,
    ),
    (
        "CoWR",
        &[
            "X.store(1, Release); X.load(Acquire);",
            "X.store(2, Release);",
        ],
        3,
    ),
    (
        "a release that cumulates",
        &[
            "X.store(1, Relaxed); Y.store(1, Release);",
            "let seen = Y.load(Relaxed); Z.store(seen, Relaxed);",
            "Z.load(Relaxed); fence(AcqRel); X.load(Relaxed);",
        ],
        8,
    ),
    (
        "a detour",
        &[
            "X.store(1, Relaxed);",
            "let seen = Z.load(Relaxed); X.store(seen.wrapping_sub(1), Relaxed);
             let seen = X.load(Relaxed); Y.store(seen, Relaxed);",
            "let seen = Y.load(Relaxed); Z.store(seen, Relaxed);",
        ],
        9,
    ),
    (
        "three stores and four loads",
        &[
            "X.store(1, Relaxed);",
            "X.store(2, Relaxed);",
            "X.store(3, Relaxed);",
            "X.load(Relaxed); X.load(Relaxed); X.load(Relaxed); X.load(Relaxed);",
        ],
        210,
    ),
    (
        "two additions and a store",
        &[
            "X.fetch_add(1, Relaxed);",
            "X.store(4, Release);",
            "X.fetch_add(2, Relaxed);",
        ],
        6,
    ),
    (
        "two additions, a store, two readers",
        &[
            "X.fetch_add(1, Relaxed);",
            "X.fetch_add(1, Relaxed);",
            "X.load(Relaxed); X.load(Relaxed);",
            "X.store(42, Relaxed);",
            "X.load(Relaxed); X.load(Relaxed);",
        ],
        600,
    ),
    (
        "a load and two additions",
        &[
            "Y.load(Relaxed); X.fetch_add(1, Relaxed);",
            "X.fetch_add(1, Relaxed); Y.store(1, Release);",
        ],
        3,
    ),
    (
        "release sequences",
        &[
            "X.fetch_add(1, Acquire); X.fetch_add(1, Relaxed);",
            "X.fetch_add(1, Relaxed); X.fetch_add(1, Relaxed);",
            "X.fetch_add(1, Release);",
            "X.fetch_add(1, Relaxed);",
        ],
        180,
    ),
];
