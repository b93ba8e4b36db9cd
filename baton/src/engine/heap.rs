//! The program's heap: a region for each task, so that addresses depend on nothing but what the task itself allocates,
//! and tell who allocated.
//!
//! Blocks have sizes of powers of two; freed ones are kept by size. What is too large, or is allocated outside of a task
//! (while a thread starts), is the system's allocator's.

use ::std::alloc::{GlobalAlloc, Layout, System};
use ::std::cell::UnsafeCell;
use ::std::io;
use ::std::ptr;
use ::std::sync::atomic::{AtomicUsize, Ordering};

use crate::protocol::MAX_TASKS;

use super::{memory, state, task};

const REGION: usize = 8 << 20;
const SMALLEST: usize = 16;
const CLASSES: usize = 16;
const LARGEST: usize = SMALLEST << (CLASSES - 1);

/// Bytes of address space that all regions take.
pub(crate) const TOTAL: usize = REGION * MAX_TASKS;

static START: AtomicUsize = AtomicUsize::new(0);

/// Maps the regions, before the first fork.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    START.store(state::map_private(TOTAL)?, Ordering::Relaxed);
    Ok(())
}

/// The task that allocated the memory at this address, where that is known.
pub(crate) fn owner(address: usize) -> Option<u8> {
    let offset = address.checked_sub(START.load(Ordering::Relaxed))?;
    (offset < TOTAL).then_some((offset / REGION) as u8)
}

/// How far a region is used, and its free blocks: each holds the address of the next.
#[derive(Clone, Copy)]
struct Region {
    used: usize,
    free: [usize; CLASSES],
}

struct Regions(UnsafeCell<[Region; MAX_TASKS]>);

// SAFETY: touched by the holder of the baton only, and each process has its own.
unsafe impl Sync for Regions {}

static REGIONS: Regions = Regions(UnsafeCell::new(
    [Region {
        used: 0,
        free: [0; CLASSES],
    }; MAX_TASKS],
));

/// # Safety
/// Called by a task, and no other reference from here is in use.
unsafe fn region(task: u8) -> &'static mut Region {
    // SAFETY: a task that runs holds the baton.
    unsafe { &mut (*REGIONS.0.get())[task as usize] }
}

/// Which size of block, if it is not too large.
fn class_of(layout: Layout) -> Option<usize> {
    // Regions begin at a page, so no alignment beyond that can be promised.
    if layout.align() > 4096 {
        return None;
    }
    let size = layout
        .size()
        .max(layout.align())
        .max(SMALLEST)
        .next_power_of_two();
    (size <= LARGEST).then(|| (size / SMALLEST).trailing_zeros() as usize)
}

/// The program's global allocator.
pub struct Heap;

// SAFETY: blocks of a region do not overlap, are as large and as aligned as their class, and are given out again only
// when they were freed; everything else is the system's allocator's.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if let (Some(me), Some(class)) = (task::current(), class_of(layout)) {
            // SAFETY: this is a task.
            let region = unsafe { region(me) };
            let size = SMALLEST << class;
            let block = region.free[class];
            if block != 0 {
                // SAFETY: a free block holds the address of the next.
                region.free[class] = unsafe { (block as *const usize).read() };
                return block as *mut u8;
            }
            let at = region.used.next_multiple_of(size);
            if at + size <= REGION {
                region.used = at + size;
                return (START.load(Ordering::Relaxed) + REGION * me as usize + at) as *mut u8;
            }
        }
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let address = pointer as usize;
        let in_task = task::current().is_some();
        if in_task && layout.size() > 0 {
            memory::forget(address, layout.size());
        }
        let Some(owner) = owner(address) else {
            // SAFETY: the caller's, and it is not ours.
            return unsafe { System.dealloc(pointer, layout) };
        };
        // Outside of a task nothing may be touched; the little that threads free while they start is lost.
        if let (true, Some(class)) = (in_task, class_of(layout)) {
            // SAFETY: this is a task; the block is no longer used, and large enough for an address.
            unsafe {
                let region = region(owner);
                (address as *mut usize).write(region.free[class]);
                region.free[class] = address;
            }
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's: a size that does not overflow with this alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if owner(pointer as usize).is_some() && class_of(layout) == class_of(wanted) {
            return pointer;
        }
        // SAFETY: the caller's; both blocks are as large as what is copied.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(pointer, moved, layout.size().min(size));
                self.dealloc(pointer, layout);
            }
            moved
        }
    }
}
