//~ PASSES
//~ OUTCOMES within 2: `true false true`
//! fs2: shared locks are compatible with each other, an exclusive one with none.
// Where the numbers come from: main reads; another handle may read and not
// write before main unlocks, and may write afterwards.

use fs2::FileExt;
use std::fs::File;
use std::thread;

fn main() {
    let mine = File::create("lock").unwrap();
    FileExt::lock_shared(&mine).unwrap();
    let tries = thread::spawn(|| {
        let other = File::open("lock").unwrap();
        let reads = FileExt::try_lock_shared(&other).is_ok();
        let error = other.try_lock_exclusive().err().map(|error| error.kind());
        (reads, error != Some(fs2::lock_contended_error().kind()))
    });
    let (reads, writes) = tries.join().unwrap();
    FileExt::unlock(&mine).unwrap();
    let later = File::open("lock").unwrap().try_lock_exclusive().is_ok();
    println!("{reads} {writes} {later}");
    assert!(reads && !writes && later);
}
