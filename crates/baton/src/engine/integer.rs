//! Values that the runner can change, to find out what depends on them: integers, and the digits of a text.

use ::std::any::type_name;
use ::std::hash::{DefaultHasher, Hash, Hasher};
use ::std::{ptr, slice};

use super::turn::Turn;

/// Integers of one size, without padding: one, or a tuple or an array of some.
struct Integers {
    /// The bytes of each; `None` if they differ.
    size: Option<usize>,
    /// The bytes of all.
    sum: usize,
}

impl Integers {
    /// What the type of this name and size consists of, if that is integers alone.
    fn of(name: &str, size: usize) -> Option<Self> {
        let (integers, rest) = Self::named(name)?;
        // Where the type has more bytes, these are padding, which has no value.
        (rest.is_empty() && integers.sum > 0 && integers.sum == size).then_some(integers)
    }

    /// What the type consists of that `name` begins with, and what comes after it.
    fn named(name: &str) -> Option<(Self, &str)> {
        if let Some(mut rest) = name.strip_prefix('(') {
            let mut all: Option<Self> = None;
            while !rest.starts_with(')') {
                let (one, after) = Self::named(rest)?;
                all = Some(all.map_or_else(|| one.times(1), |all| all.and(&one)));
                rest = after.trim_start_matches([',', ' ']);
            }
            return Some((all?, &rest[1..]));
        }
        if let Some(rest) = name.strip_prefix('[') {
            let (one, rest) = Self::named(rest)?;
            let (count, rest) = rest.strip_prefix("; ")?.split_once(']')?;
            return Some((one.times(count.parse().ok()?), rest));
        }
        let end = name.find(|c: char| !c.is_ascii_alphanumeric());
        let (word, rest) = name.split_at(end.unwrap_or(name.len()));
        let size = match word {
            "i8" | "u8" => 1,
            "i16" | "u16" => 2,
            "i32" | "u32" => 4,
            "i64" | "u64" => 8,
            "i128" | "u128" => 16,
            "isize" | "usize" => size_of::<usize>(),
            _ => return None,
        };
        let integer = Self {
            size: Some(size),
            sum: size,
        };
        Some((integer, rest))
    }

    fn times(&self, count: usize) -> Self {
        Self {
            size: self.size,
            sum: self.sum * count,
        }
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            size: self.size.filter(|_| self.size == other.size),
            sum: self.sum + other.sum,
        }
    }
}

// What is generic is compiled as a part of the program, and what it accesses counts as the program's own accesses. So the
// generic functions only pass on the type's name and size.

/// Whether [`raise`] can change values of the type.
pub(crate) fn can_be_raised<T>() -> bool {
    can_be_raised_as(type_name::<T>(), size_of::<T>())
}

/// A hash of a value that consists of integers alone. It shows whether two executions pass on the same value.
pub(crate) fn fingerprint<T>(value: &T) -> Option<u64> {
    // SAFETY: these are the value, and the name and the size of its type.
    unsafe {
        fingerprint_as(
            type_name::<T>(),
            size_of::<T>(),
            ptr::from_ref(value).cast(),
        )
    }
}

/// Adds that much to an integer, wrapping around. Of several integers, each gets three times as much more as the one before,
/// so that in no sum and in no difference of them the changes cancel out. A value of any other type is left unchanged.
pub(crate) fn raise<T>(value: &mut T, more: u64) {
    // SAFETY: these are the value, and the name and the size of its type.
    unsafe {
        raise_as(
            type_name::<T>(),
            size_of::<T>(),
            ptr::from_mut(value).cast(),
            more,
        )
    }
}

#[inline(never)]
fn can_be_raised_as(name: &str, size: usize) -> bool {
    let one = Integers::of(name, size).and_then(|integers| integers.size);
    one.is_some_and(|size| size <= size_of::<u64>())
}

/// # Safety
/// At `value` there is a value of the type of this name and size.
#[inline(never)]
unsafe fn fingerprint_as(name: &str, size: usize, value: *const u8) -> Option<u64> {
    Integers::of(name, size)?;
    // SAFETY: these are all bytes of the value, and none of them is padding.
    let bytes = unsafe { slice::from_raw_parts(value, size) };
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Some(hasher.finish())
}

/// # Safety
/// At `value` there is a value of the type of this name and size.
#[inline(never)]
unsafe fn raise_as(name: &str, size: usize, value: *mut u8, more: u64) {
    if !can_be_raised_as(name, size) {
        return;
    }
    let Some(Integers {
        size: Some(one),
        sum,
    }) = Integers::of(name, size)
    else {
        return;
    };
    let mut more = more;
    for at in (0..sum).step_by(one) {
        // SAFETY: an integer of that size begins there.
        unsafe {
            let place = value.add(at);
            match one {
                1 => *place = (*place).wrapping_add(more as u8),
                2 => *place.cast::<u16>() = (*place.cast::<u16>()).wrapping_add(more as u16),
                4 => *place.cast::<u32>() = (*place.cast::<u32>()).wrapping_add(more as u32),
                _ => *place.cast::<u64>() = (*place.cast::<u64>()).wrapping_add(more),
            }
        }
        more = more.wrapping_mul(3);
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

#[cfg(test)]
mod tests {
    use super::{can_be_raised, fingerprint, raise};

    #[test]
    fn two_values_of_integers_have_one_fingerprint_only_if_they_are_the_same() {
        assert_eq!(fingerprint(&7_i64), fingerprint(&7_i64));
        assert_ne!(fingerprint(&7_i64), fingerprint(&8_i64));
        assert_ne!(
            fingerprint(&(0_usize, 7_i64)),
            fingerprint(&(1_usize, 7_i64))
        );
        assert_ne!(
            fingerprint(&[(1_u64, 2_u64); 2]),
            fingerprint(&[(2_u64, 1_u64); 2])
        );
        assert!(fingerprint(&(1_i128, [1_u8; 16])).is_some());
    }

    #[test]
    fn what_has_padding_or_consists_of_something_else_has_none() {
        assert_eq!(fingerprint(&(1_u8, 1_u64)), None);
        assert_eq!(fingerprint(&()), None);
        assert_eq!(fingerprint(&"text"), None);
        assert_eq!(fingerprint(&Some(1_u64)), None);
        assert_eq!(fingerprint(&(1_u64, vec![1_u64])), None);
        assert_eq!(fingerprint(&[0_u64; 0]), None);
        assert!(!can_be_raised::<(u64, &str)>() && !can_be_raised::<(u32, u32, u64)>());
    }

    #[test]
    fn what_is_added_to_several_integers_cancels_out_in_no_difference() {
        let mut one = 7_u8;
        raise(&mut one, u64::MAX);
        assert_eq!(one, 6);
        let mut three = (10_i64, [10_i64; 2]);
        raise(&mut three, 1);
        let (a, [b, c]) = three;
        let mut more = [a, b, c].map(|number| number - 10);
        more.sort_unstable();
        assert_eq!(more, [1, 3, 9]);
    }
}
