//! Values that the runner can change, to find out what depends on them: integers, and the digits of a text.

use ::std::any::type_name;
use ::std::ptr;

use super::turn::Turn;

/// Whether values of the type are integers that [`raise`] can change.
pub(crate) fn is_integer<T>() -> bool {
    matches!(
        type_name::<T>(),
        "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "i64" | "u64" | "isize" | "usize"
    )
}

/// Adds that much to an integer, wrapping around, and leaves a value of any other type unchanged.
pub(crate) fn raise<T>(value: &mut T, more: u64) {
    if !is_integer::<T>() {
        return;
    }
    let place = ptr::from_mut(value);
    // SAFETY: the type is an integer of that size.
    unsafe {
        match size_of::<T>() {
            1 => *place.cast::<u8>() = (*place.cast::<u8>()).wrapping_add(more as u8),
            2 => *place.cast::<u16>() = (*place.cast::<u16>()).wrapping_add(more as u16),
            4 => *place.cast::<u32>() = (*place.cast::<u32>()).wrapping_add(more as u32),
            _ => *place.cast::<u64>() = (*place.cast::<u64>()).wrapping_add(more),
        }
    }
}

/// Adds the value that the runner chose for this step, if it chose one, to the last digit among the bytes; for 0, the read
/// finds nothing instead. Returns how many of the bytes are left.
pub(crate) fn raise_digit(turn: &mut Turn, bytes: &mut [u8]) -> usize {
    if bytes.is_empty() {
        return 0;
    }
    match turn.tampered() {
        None => {}
        Some(0) => return 0,
        Some(more) => {
            let digit = bytes.iter_mut().rev().find(|byte| byte.is_ascii_digit());
            if let Some(digit) = digit {
                *digit = b'0' + (*digit - b'0').wrapping_add(more as u8) % 10;
            }
        }
    }
    bytes.len()
}
