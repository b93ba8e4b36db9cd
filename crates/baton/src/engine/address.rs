//! What an address alone tells: its offset in the program's image, and the value that is stored there.

use ::std::ptr;

use super::arena;

unsafe extern "C" {
    static __executable_start: u8;
    static __data_start: u8;
    static _end: u8;
}

/// The offset of a code or data address in the program's image; 0 outside of it.
#[inline]
pub(crate) fn image_offset(address: usize) -> u32 {
    let start = &raw const __executable_start as usize;
    let end = &raw const _end as usize;
    if address > start && address < end {
        (address - start) as u32
    } else {
        0
    }
}

#[inline]
pub(crate) fn is_static(address: usize) -> bool {
    address >= &raw const __data_start as usize
        && address < &raw const _end as usize
        && !arena::contains(address)
}

/// Whether the address is in the read-only part of the image: constants, tables of functions.
#[inline]
pub(crate) fn is_constant(address: usize) -> bool {
    address >= &raw const __executable_start as usize && address < &raw const __data_start as usize
}

/// Whether a number looks like an address in the program's image, or like one that mmap(2) gives.
pub(crate) fn is_likely_an_address(number: u64) -> bool {
    let in_image = usize::try_from(number).is_ok_and(|address| image_offset(address) > 0);
    in_image || (1 << 44..1 << 47).contains(&number)
}

/// As `image_offset`, for statics only.
#[inline]
pub(crate) fn static_offset(address: usize) -> u32 {
    if is_static(address) {
        image_offset(address)
    } else {
        0
    }
}

/// Reads the value there, at most 8 bytes of it.
///
/// # Safety
/// The address is readable for `size` bytes.
#[inline]
pub(crate) unsafe fn peek(address: usize, size: usize) -> u64 {
    // SAFETY: the caller's; volatile, because the program's own accesses to it are none of ours.
    unsafe {
        match size {
            1 => u64::from((address as *const u8).read_volatile()),
            2 => u64::from((address as *const u16).read_unaligned()),
            4 => u64::from((address as *const u32).read_unaligned()),
            8.. => (address as *const u64).read_unaligned(),
            _ => {
                let mut bytes = [0; 8];
                ptr::copy_nonoverlapping(address as *const u8, bytes.as_mut_ptr(), size);
                u64::from_ne_bytes(bytes)
            }
        }
    }
}

/// Writes a value there, at most 8 bytes of it.
///
/// # Safety
/// The address is writable for `size` bytes, and any bytes are a valid value there.
#[inline]
pub(crate) unsafe fn poke(address: usize, size: usize, value: u64) {
    let bytes = value.to_ne_bytes();
    let count = size.min(bytes.len());
    // SAFETY: the caller's.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), address as *mut u8, count) };
}
