//! Where stores come in the modification order, coherence, causality, mixed accesses, and exchanges.

use super::*;

#[test]
fn two_stores_of_two_threads() {
    let two = |name, first: Order, second: Order, fence: Option<Order>, expected| {
        let thread = |one, other| {
            let fence = fence.map(f).into_iter();
            let store = std::iter::once(w(one, 1, first));
            store
                .chain(fence)
                .chain([w(other, 2, second)])
                .collect::<Vec<_>>()
        };
        litmus(
            name,
            &[&thread(X, Y), &thread(Y, X)],
            &[&[], &[]],
            &[1, 1],
            expected,
        );
    };
    two("2+2W", Relaxed, Relaxed, None, Weak);
    two("2+2W+rel", Release, Release, None, Weak);
    two("2+2W+sc", SeqCst, SeqCst, None, Never);
    two("2+2W+sc first", SeqCst, Release, None, Weak);
    two("2+2W+scfences", Relaxed, Relaxed, Some(SeqCst), Never);
    two("2+2W+acqrelfences", Relaxed, Relaxed, Some(AcqRel), Weak);
    let updates: [&[Act]; 2] = [
        &[w(X, 5, Relaxed), add(Y, Relaxed)],
        &[w(Y, 5, Relaxed), add(X, Relaxed)],
    ];
    litmus("2+2W with updates", &updates, &[&[0], &[0]], &[5, 5], Weak);
    let seen: [&[Act]; 3] = [
        &[w(X, 1, Relaxed), w(Y, 2, Relaxed)],
        &[w(Y, 1, Relaxed), w(X, 2, Relaxed)],
        &[r(X, Relaxed), r(X, Relaxed)],
    ];
    litmus(
        "2+2W, seen by another",
        &seen,
        &[&[], &[], &[2, 1]],
        &[1, 1],
        Weak,
    );
}

#[test]
fn coherence() {
    let one = |name, threads: &[&[Act]], reads: &[&[u64]], end: &[u64]| {
        litmus(name, threads, reads, end, Never);
    };
    let relaxed = || r(X, Relaxed);
    one(
        "CoRR",
        &[&[w(X, 1, Relaxed)], &[relaxed(), relaxed()]],
        &[&[], &[1, 0]],
        &[],
    );
    let writers: [&[Act]; 4] = [
        &[w(X, 1, Relaxed)],
        &[w(X, 2, Relaxed)],
        &[relaxed(), relaxed()],
        &[relaxed(), relaxed()],
    ];
    one("CoRR2", &writers, &[&[], &[], &[1, 2], &[2, 1]], &[]);
    one("CoRW", &[&[relaxed(), w(X, 1, Relaxed)]], &[&[1]], &[]);
    one(
        "CoRW2",
        &[&[relaxed(), w(X, 1, Relaxed)], &[w(X, 2, Relaxed)]],
        &[&[2], &[]],
        &[2],
    );
    one(
        "CoWR",
        &[&[w(X, 1, Relaxed), relaxed()], &[w(X, 2, Relaxed)]],
        &[&[2], &[]],
        &[1],
    );
    one("CoWR, own", &[&[w(X, 1, Relaxed), relaxed()]], &[&[0]], &[]);
    one(
        "CoWW",
        &[&[w(X, 1, Relaxed), w(X, 2, Relaxed)]],
        &[&[]],
        &[1],
    );
    let updates: [&[Act]; 2] = [&[add(X, Relaxed)], &[add(X, Relaxed)]];
    one("two updates", &updates, &[&[0], &[0]], &[]);
    let between: [&[Act]; 2] = [&[add(X, Relaxed)], &[w(X, 5, Relaxed)]];
    litmus(
        "a store behind an update",
        &between,
        &[&[0], &[]],
        &[5],
        Always,
    );
    // Nothing comes between an update and what it was made from: 1 would be a store lost in the middle.
    litmus(
        "a store within an update",
        &between,
        &[&[0], &[]],
        &[1],
        Never,
    );
}

#[test]
fn a_store_and_a_read_in_the_wrong_order() {
    let write = |name, first: [Order; 2], second: [Order; 2], fences: Option<Order>, expected| {
        let fence = || fences.map(f).into_iter();
        let one: Vec<Act> = std::iter::once(w(X, 1, first[0]))
            .chain(fence())
            .chain([w(Y, 1, first[1])])
            .collect();
        let r_other: Vec<Act> = std::iter::once(w(Y, 2, second[0]))
            .chain(fence())
            .chain([r(X, second[1])])
            .collect();
        litmus(name, &[&one, &r_other], &[&[], &[0]], &[1, 2], expected);
    };
    write("R", [Relaxed; 2], [Relaxed; 2], None, Weak);
    write("R+rel+acq", [Release; 2], [Release, Acquire], None, Weak);
    write("R+sc", [SeqCst; 2], [SeqCst; 2], None, Never);
    write(
        "R+scfences",
        [Relaxed; 2],
        [Relaxed; 2],
        Some(SeqCst),
        Never,
    );
    let s = |name, store: Order, load: Order, fences: [Option<Order>; 2], expected| {
        let one: Vec<Act> = std::iter::once(w(X, 2, Relaxed))
            .chain(fences[0].map(f))
            .chain([w(Y, 1, store)])
            .collect();
        let other: Vec<Act> = std::iter::once(r(Y, load))
            .chain(fences[1].map(f))
            .chain([w(X, 1, Relaxed)])
            .collect();
        litmus(name, &[&one, &other], &[&[], &[1]], &[2], expected);
    };
    s("S", Relaxed, Relaxed, [None; 2], Weak);
    s("S+rel", Release, Relaxed, [None; 2], Weak);
    s("S+rel+acq", Release, Acquire, [None; 2], Never);
    s(
        "S+fences",
        Relaxed,
        Relaxed,
        [Some(Release), Some(Acquire)],
        Never,
    );
}

#[test]
fn causality_through_a_third_thread() {
    let wrc = |name, store: Order, load: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, Relaxed)],
            &[r(X, Relaxed), w(Y, 1, store)],
            &[r(Y, load), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[], &[1], &[1, 0]], &[], expected);
    };
    wrc("WRC", Relaxed, Relaxed, Weak);
    wrc("WRC+rel", Release, Relaxed, Weak);
    wrc("WRC+rel+acq", Release, Acquire, Never);
    let isa2 = |name, store: Order, load: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, Relaxed), w(Y, 1, store)],
            &[r(Y, load), w(Z, 1, store)],
            &[r(Z, load), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[], &[1], &[1, 0]], &[], expected);
    };
    isa2("ISA2", Relaxed, Relaxed, Weak);
    isa2("ISA2+rel+acq", Release, Acquire, Never);
    let rwc: [&[Act]; 3] = [
        &[w(X, 1, Relaxed)],
        &[r(X, Relaxed), f(SeqCst), r(Y, Relaxed)],
        &[w(Y, 1, Relaxed), f(SeqCst), r(X, Relaxed)],
    ];
    litmus("RWC+scfences", &rwc, &[&[], &[1, 0], &[0]], &[], Never);
    let mixed: [&[Act]; 3] = [
        &[w(X, 1, Relaxed)],
        &[r(X, Relaxed), f(SeqCst), r(Y, Relaxed)],
        &[w(Y, 1, SeqCst), r(X, SeqCst)],
    ];
    litmus("RWC+scfence+sc", &mixed, &[&[], &[1, 0], &[0]], &[], Weak);
    let w_rwc: [&[Act]; 3] = [
        &[w(X, 1, Relaxed), w(Y, 1, Release)],
        &[r(Y, Acquire), f(SeqCst), r(Z, Relaxed)],
        &[w(Z, 1, Relaxed), f(SeqCst), r(X, Relaxed)],
    ];
    litmus("W+RWC", &w_rwc, &[&[], &[1, 0], &[0]], &[], Never);
}

#[test]
fn seq_cst_among_weaker_accesses() {
    let z6 = |name, update: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, SeqCst), w(Y, 1, Release)],
            &[add(Y, update), r(Y, Relaxed)],
            &[w(Y, 5, SeqCst), r(X, SeqCst)],
        ];
        litmus(name, &threads, &[&[], &[1, 5], &[0]], &[], expected);
    };
    // A store happens before another one, and comes after it in the order of the `SeqCst` operations.
    z6("Z6.U", SeqCst, Weak);
    z6("Z6.U+acqrel", AcqRel, Weak);
    let z6_3 = |name, store: Order, load: Order, expected| {
        let threads: [&[Act]; 3] = [
            &[w(X, 1, Relaxed), w(Y, 1, store)],
            &[w(Y, 2, store), w(Z, 1, store)],
            &[r(Z, load), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[], &[], &[1, 0]], &[1, 2, 1], expected);
    };
    z6_3("Z6.3", Relaxed, Relaxed, Weak);
    z6_3("Z6.3+rel+acq", Release, Acquire, Weak);
    z6_3("Z6.3+sc", SeqCst, SeqCst, Weak);
    let all_sc: [&[Act]; 3] = [
        &[w(X, 1, SeqCst), w(Y, 1, SeqCst)],
        &[w(Y, 2, SeqCst), w(Z, 1, SeqCst)],
        &[r(Z, SeqCst), r(X, SeqCst)],
    ];
    litmus(
        "Z6.3, all sc",
        &all_sc,
        &[&[], &[], &[1, 0]],
        &[1, 2, 1],
        Never,
    );
}

#[test]
fn exchanges() {
    // The first exchanges, so the second fails; what it reads says nothing of what came before.
    let lock = |name, first: Order, second: Order, expected| {
        let threads: [&[Act]; 2] = [
            &[w(X, 1, Relaxed), cas(Y, 1, first)],
            &[cas(Y, 2, second), r(X, Relaxed)],
        ];
        litmus(name, &threads, &[&[0], &[1, 0]], &[], expected);
    };
    lock("MP over a failing exchange", Release, Relaxed, Weak);
    lock("MP over a failing exchange+acq", Release, Acquire, Never);
    let stale: [&[Act]; 2] = [
        &[w(X, 1, Relaxed), w(Y, 2, Relaxed)],
        &[r(Y, Relaxed), cas(X, 3, Relaxed)],
    ];
    litmus(
        "an exchange of a stale value",
        &stale,
        &[&[], &[2, 0]],
        &[1],
        Weak,
    );
    let fails: [&[Act]; 2] = [
        &[w(X, 1, Relaxed), w(X, 0, Relaxed), w(Y, 1, Relaxed)],
        &[r(Y, Relaxed), cas(X, 3, Relaxed)],
    ];
    litmus(
        "an exchange that fails on a stale value",
        &fails,
        &[&[], &[1, 1]],
        &[0],
        Weak,
    );
    litmus(
        "a weak exchange",
        &[&[weak(X, 1, SeqCst)]],
        &[&[0]],
        &[0],
        Weak,
    );
    litmus(
        "a strong exchange",
        &[&[cas(X, 1, SeqCst)]],
        &[&[0]],
        &[0],
        Never,
    );
    // It fails spuriously on a stale value, where an exchange would have to come between an update and what that was made from.
    let both: [&[Act]; 2] = [
        &[add(X, Relaxed), w(Y, 1, Relaxed)],
        &[r(Y, Relaxed), weak(X, 3, Relaxed)],
    ];
    litmus(
        "a weak exchange of a stale value",
        &both,
        &[&[0], &[1, 0]],
        &[1],
        Weak,
    );
}
