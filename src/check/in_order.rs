//! Work on many things at once, with the results in their order.

use std::thread;

/// Does `work` on all items with so many threads; `on_done` gets the results in the items' order.
pub(super) fn in_order<T: Send, R: Send>(
    threads: usize,
    items: Vec<T>,
    work: &(dyn Fn(T) -> R + Sync),
    on_done: &mut dyn FnMut(usize, R),
) {
    let (to_workers, items_left) = crossbeam_channel::unbounded();
    let slots: Vec<_> = items
        .into_iter()
        .map(|item| {
            let (done, slot) = crossbeam_channel::bounded(1);
            to_workers
                .send((item, done))
                .expect("the receiver is alive in this function");
            slot
        })
        .collect();
    drop(to_workers);
    let work_on = || {
        while let Ok((item, done)) = items_left.recv() {
            // The receiver is gone when `on_done` has panicked.
            let _ = done.send(work(item));
        }
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, work_on);
        // Where the system refuses threads, this one does the work.
        if (0..threads.min(slots.len()))
            .map_while(|at| start(at).ok())
            .count()
            == 0
        {
            work_on();
        }
        for (index, slot) in slots.iter().enumerate() {
            let Ok(result) = slot.recv() else {
                // The worker has panicked; the scope passes its panic on.
                return;
            };
            on_done(index, result);
        }
    });
}
