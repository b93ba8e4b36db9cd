//! Whether a pointer to a place in the source leads to one.
//!
//! The compiler has put all places among the constants of the program's image. So what a pointer leads to
//! is looked at word by word, and is one only if it points to a text, which lies among the constants as well.

use ::std::mem::transmute_copy;
use ::std::panic::Location;

use crate::engine::address::is_constant;
use crate::engine::state::Caller;

/// Longer paths are none.
const LONGEST_NAME: usize = 4096;

const WORDS: usize = size_of::<Location<'static>>() / size_of::<usize>();

/// How the compiler lays out a place, found out by one that is known.
pub(super) struct Places {
    /// Which word is the name's address, the next one being its length; none if it could not be found out.
    name: Option<usize>,
    /// How much longer the name is than it says: a byte, where it ends with NUL.
    longer: usize,
}

impl Places {
    #[track_caller]
    pub(super) fn new() -> Self {
        Self::like(Location::caller())
    }

    fn like(known: Caller) -> Self {
        // SAFETY: a place has as many words at least, and no holes among them: it is an address, a length and two numbers.
        let words: [usize; WORDS] = unsafe { transmute_copy(known) };
        let (address, length) = (known.file().as_ptr() as usize, known.file().len());
        let name = words
            .windows(2)
            .position(|pair| pair[0] == address && pair[1].wrapping_sub(length) <= 1);
        Self {
            name,
            longer: name.map_or(0, |name| words[name + 1] - length),
        }
    }

    /// Whether there is a place, or none, as is said.
    ///
    /// # Safety
    /// What is pointed to is mapped, and nothing writes there.
    pub(super) unsafe fn are_real(&self, place: *const Option<Caller>) -> bool {
        const { assert!(size_of::<Option<Caller>>() == size_of::<usize>()) };
        // SAFETY: the caller's; any bytes are a number.
        let address = unsafe { place.cast::<usize>().read() };
        if address == 0 {
            return true;
        }
        if !address.is_multiple_of(align_of::<Location<'static>>())
            || !is_within_constants(address, size_of::<Location<'static>>())
        {
            return false;
        }
        let Some(name) = self.name else {
            return true;
        };
        // SAFETY: aligned, and among the program's constants.
        let words = unsafe { (address as *const [usize; WORDS]).read() };
        let Some(length) = words[name + 1].checked_sub(self.longer) else {
            return false;
        };
        // SAFETY: among the program's constants.
        length <= LONGEST_NAME
            && is_within_constants(words[name], length)
            && unsafe {
                let bytes = ::std::slice::from_raw_parts(words[name] as *const u8, length);
                ::std::str::from_utf8(bytes).is_ok()
            }
    }
}

fn is_within_constants(address: usize, size: usize) -> bool {
    address
        .checked_add(size)
        .is_some_and(|end| is_constant(address) && is_constant(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_real(place: Option<Caller>) -> bool {
        // SAFETY: a value of ours.
        unsafe { Places::new().are_real(&raw const place) }
    }

    fn is_real_at(address: usize) -> bool {
        // SAFETY: a value of ours, of the size that is asked for.
        unsafe { Places::new().are_real((&raw const address).cast()) }
    }

    #[test]
    fn where_this_compiler_keeps_a_name_is_known() {
        assert!(Places::new().name.is_some());
    }

    #[test]
    fn a_place_of_the_compilers_is_one() {
        assert!(is_real(Some(Location::caller())));
        assert!(is_real(None));
    }

    #[test]
    fn a_pointer_elsewhere_leads_to_no_place() {
        let elsewhere = Box::new([0usize; WORDS]);
        let inside = ::std::ptr::from_ref(Location::caller()) as usize + 8;
        let name = Location::caller().file().as_ptr() as usize / 8 * 8;
        for address in [1, 8, usize::MAX, usize::MAX / 16 * 8, inside, name] {
            assert!(!is_real_at(address), "{address:x}");
        }
        assert!(!is_real_at(::std::ptr::from_ref(&*elsewhere) as usize));
    }
}
