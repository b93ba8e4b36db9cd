//! What must hold of any input to the two parsers. The fuzz targets call this, and so does `tests/fuzz_targets.rs` of the kit
//! with a bounded number of inputs.

use std::fmt::Debug;

use protocol::{Reply, Request, Wire, read_frame};
use racelings::exploration::schedule::Schedule;

/// A schedule that is read is written so that it is read as the same again.
pub fn schedule(text: &str) {
    if let Ok(schedule) = text.parse::<Schedule>() {
        let again = schedule.to_string();
        assert_eq!(
            again.parse::<Schedule>().as_ref(),
            Ok(&schedule),
            "{text:?}"
        );
    }
}

/// Bytes are refused, or they are a value whose own bytes are that value again.
pub fn wire(bytes: &[u8]) {
    is_refused_or_read::<Request>(bytes);
    is_refused_or_read::<Reply>(bytes);
    let _ = read_frame::<Reply>(&mut &*bytes);
}

fn is_refused_or_read<T: Wire + PartialEq + Debug>(mut bytes: &[u8]) {
    let Ok(value) = T::get(&mut bytes) else {
        return;
    };
    let mut again = Vec::new();
    value.put(&mut again);
    assert_eq!(T::get(&mut again.as_slice()).as_ref(), Ok(&value));
}
