//! Which values loads read: store buffering, message passing, load buffering, and independent reads.

use super::*;

#[test]
fn store_buffering() {
    let sb = |name, one: [Order; 2], other: [Order; 2], expected| {
        let threads: [&[Act]; 2] = [
            &[w(X, 1, one[0]), r(Y, one[1])],
            &[w(Y, 1, other[0]), r(X, other[1])],
        ];
        litmus(name, &threads, &[&[0], &[0]], &[], expected);
    };
    sb("SB", [Relaxed; 2], [Relaxed; 2], Weak);
    sb("SB+rel+acq", [Release, Acquire], [Release, Acquire], Weak);
    sb("SB+sc", [SeqCst; 2], [SeqCst; 2], Never);
    sb("SB+sc stores", [SeqCst, Relaxed], [SeqCst, Relaxed], Weak);
    sb("SB+sc loads", [Relaxed, SeqCst], [Relaxed, SeqCst], Weak);
    sb("SB+sc in one", [SeqCst; 2], [Release, Acquire], Weak);
    let fenced = |name, one: Order, other: Option<Order>, expected| {
        let plain = vec![w(Y, 1, Relaxed), r(X, Relaxed)];
        let other = other.map_or(plain, |order| {
            vec![w(Y, 1, Relaxed), f(order), r(X, Relaxed)]
        });
        let threads: [&[Act]; 2] = [&[w(X, 1, Relaxed), f(one), r(Y, Relaxed)], &other];
        litmus(name, &threads, &[&[0], &[0]], &[], expected);
    };
    fenced("SB+scfences", SeqCst, Some(SeqCst), Never);
    fenced("SB+acqrelfences", AcqRel, Some(AcqRel), Weak);
    fenced("SB+scfence in one", SeqCst, None, Weak);
    let mixed: [&[Act]; 2] = [
        &[w(X, 1, Relaxed), f(SeqCst), r(Y, Relaxed)],
        &[w(Y, 1, SeqCst), r(X, SeqCst)],
    ];
    litmus("SB+scfence+sc", &mixed, &[&[0], &[0]], &[], Never);
    let swapped: [&[Act]; 2] = [
        &[add(X, AcqRel), r(Y, Acquire)],
        &[add(Y, AcqRel), r(X, Acquire)],
    ];
    litmus("SB+rmws", &swapped, &[&[0, 0], &[0, 0]], &[], Weak);
    let updates: [&[Act]; 2] = [
        &[w(X, 1, Release), add(Y, AcqRel)],
        &[w(Y, 2, Release), add(X, AcqRel)],
    ];
    litmus("SB+rmw loads", &updates, &[&[0], &[0]], &[], Weak);
}

#[test]
fn message_passing() {
    let mp = |name: &str, writer: &[Act], reader: &[Act], expected| {
        litmus(name, &[writer, reader], &[&[], &[1, 0]], &[], expected);
    };
    let (data, flag) = (w(X, 1, Relaxed), |order| w(Y, 1, order));
    let (seen, read) = (|order| r(Y, order), r(X, Relaxed));
    for (one, other, expected) in [
        (Relaxed, Relaxed, Weak),
        (Release, Relaxed, Weak),
        (Relaxed, Acquire, Weak),
        (Release, Acquire, Never),
        (SeqCst, SeqCst, Never),
    ] {
        let name = format!("MP+{one:?}+{other:?}");
        mp(
            &name,
            &[data.clone(), flag(one)],
            &[seen(other), read.clone()],
            expected,
        );
    }
    for (one, other, expected) in [
        (Release, Acquire, Never),
        (SeqCst, SeqCst, Never),
        (Acquire, Acquire, Weak),
        (Release, Release, Weak),
    ] {
        let writer = [data.clone(), f(one), flag(Relaxed)];
        let reader = [seen(Relaxed), f(other), read.clone()];
        mp(
            &format!("MP+fences {one:?}, {other:?}"),
            &writer,
            &reader,
            expected,
        );
        mp(
            &format!("MP+{one:?} fence in the writer"),
            &writer,
            &[seen(Relaxed), read.clone()],
            Weak,
        );
    }
    // MPU: an update in between goes on with the release sequence, a store does not.
    let published = [data.clone(), flag(Release)];
    let reader = [seen(Acquire), read.clone()];
    let passed_on: [&[Act]; 3] = [&published, &[add(Y, Relaxed)], &reader];
    litmus("MPU", &passed_on, &[&[], &[1], &[2, 0]], &[], Never);
    let ended: [&[Act]; 3] = [&published, &[r(Y, Relaxed), w(Y, 2, Relaxed)], &reader];
    litmus(
        "MP, release sequence ended",
        &ended,
        &[&[], &[1], &[2, 0]],
        &[],
        Weak,
    );
    // Nor does a store of the same thread, since C++20.
    let own: [&[Act]; 2] = [&[data, flag(Release), w(Y, 2, Relaxed)], &reader];
    litmus("MP, own relaxed store", &own, &[&[], &[2, 0]], &[], Weak);
}

#[test]
fn load_buffering_is_never_shown() {
    let lb: [&[Act]; 2] = [
        &[r(Y, Relaxed), w(X, 1, Relaxed)],
        &[r(X, Relaxed), w(Y, 1, Relaxed)],
    ];
    litmus("LB", &lb, &[&[1], &[1]], &[], Never);
}

#[test]
fn independent_reads_of_independent_writes() {
    let iriw = |name, stores: Order, loads: Order, between: Option<Order>, expected| {
        let reader = |one, other| {
            let fence = between.map(f).into_iter();
            let first = std::iter::once(r(one, loads));
            first
                .chain(fence)
                .chain([r(other, loads)])
                .collect::<Vec<_>>()
        };
        let threads: [&[Act]; 4] = [
            &[w(X, 1, stores)],
            &[w(Y, 1, stores)],
            &reader(X, Y),
            &reader(Y, X),
        ];
        litmus(name, &threads, &[&[], &[], &[1, 0], &[1, 0]], &[], expected);
    };
    iriw("IRIW", Relaxed, Relaxed, None, Weak);
    iriw("IRIW+rel+acq", Release, Acquire, None, Weak);
    iriw("IRIW+sc", SeqCst, SeqCst, None, Never);
    iriw("IRIW+acq-sc", SeqCst, Acquire, None, Weak);
    iriw("IRIW+scfences", Relaxed, Relaxed, Some(SeqCst), Never);
    iriw("IRIW+acqrelfences", Relaxed, Relaxed, Some(AcqRel), Weak);
}
