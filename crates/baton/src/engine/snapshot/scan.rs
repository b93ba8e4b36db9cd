//! Which pages were written, by PAGEMAP_SCAN: Linux has it from 6.7 on.

use crate::engine::gate;

/// Pages one after the other, as the kernel tells of them.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) start: u64,
    pub(super) end: u64,
    categories: u64,
}

/// What the kernel is asked (`struct pm_scan_arg`).
#[repr(C)]
struct Question {
    size: u64,
    flags: u64,
    start: u64,
    end: u64,
    walk_end: u64,
    vec: u64,
    vec_len: u64,
    max_pages: u64,
    category_inverted: u64,
    category_mask: u64,
    category_anyof_mask: u64,
    return_mask: u64,
}

/// `_IOWR('f', 16, struct pm_scan_arg)`.
const PAGEMAP_SCAN: usize = 3 << 30 | size_of::<Question>() << 16 | (b'f' as usize) << 8 | 16;

const FILE: u64 = 1 << 2;
const PRESENT: u64 = 1 << 3;
const SWAPPED: u64 = 1 << 4;

/// The first runs of pages between two addresses that are there and belong to no file, and up to which address these are all.
/// `None` where the kernel does not tell.
pub(super) fn written(
    pagemap: usize,
    start: usize,
    end: usize,
    runs: &mut [Run],
) -> Option<(&[Run], usize)> {
    let mut question = Question {
        size: size_of::<Question>() as u64,
        flags: 0,
        start: start as u64,
        end: end as u64,
        walk_end: 0,
        vec: runs.as_mut_ptr() as u64,
        vec_len: runs.len() as u64,
        max_pages: 0,
        category_inverted: FILE,
        category_mask: FILE,
        category_anyof_mask: PRESENT | SWAPPED,
        return_mask: PRESENT,
    };
    // SAFETY: the kernel writes runs, as many as there is room for, and where it has stopped.
    let found = unsafe {
        gate::call(
            libc::SYS_ioctl,
            [pagemap, PAGEMAP_SCAN, &raw mut question as usize],
        )
    };
    let found = usize::try_from(found).ok()?;
    let walked = usize::try_from(question.walk_end).ok()?;
    (walked > start).then_some((runs.get(..found)?, walked))
}
