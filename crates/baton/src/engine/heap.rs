//! The program's heap: a region for each task, so that addresses depend on nothing but what the task itself allocates,
//! and tell who allocated.
//!
//! Blocks have sizes of powers of two; freed ones are kept by size, and those that tasks have shared are not given again. What is too large, or is allocated outside of a task
//! (while a thread starts), is the system's allocator's.

use ::std::alloc::{GlobalAlloc, Layout, System};
use ::std::io;
use ::std::ptr;
use ::std::sync::atomic::{AtomicUsize, Ordering};

use protocol::TaskId;

use super::regions::{REGION, owner};
use super::{arena, fingerprint, mapping, memory, regions, task};

const SMALLEST: usize = 16;
const CLASSES: usize = 16;
const LARGEST: usize = SMALLEST << (CLASSES - 1);

/// Maps the regions, before the first fork.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn reserve() -> io::Result<()> {
    regions::reserve()?;
    SERVERS.store(mapping::map_out_of_reach(REGION)?, Ordering::Relaxed);
    Ok(())
}

/// The server's own region. Children do not have it: so a program that writes where it should not cannot reach it, and the
/// server does not have to copy it, page by page, after each fork.
static SERVERS: AtomicUsize = AtomicUsize::new(0);

/// In a fresh child: nothing that it maps comes to lie where the server's region is, or a block of its own would be taken for
/// one of the server's.
///
/// # Errors
/// What mmap(2) says.
pub(crate) fn enter_child() -> io::Result<()> {
    mapping::map_nothing(SERVERS.load(Ordering::Relaxed), REGION)
}

fn is_servers(address: usize) -> bool {
    let start = SERVERS.load(Ordering::Relaxed);
    (start..start + REGION).contains(&address)
}

/// How far a task's memory is used, and its free blocks: each holds the address of the next. It lies at the beginning of
/// the task's first page, where a fresh child meets no page more than it uses anyway. All-zero bytes are a fresh one.
#[repr(C)]
struct Region {
    /// Written before anything is read: so a fresh page is met once, not twice.
    met: bool,
    /// Bytes of the first page, and of what lies elsewhere.
    near: usize,
    far: usize,
    free: [usize; CLASSES],
}

impl Region {
    /// A block that was freed, or room for a new one: on the region's first page or, behind that, where `elsewhere` is.
    fn take(&mut self, class: usize, elsewhere: usize) -> Option<usize> {
        let free = self.free[class];
        if free != 0 {
            // SAFETY: a free block holds the address of the next.
            self.free[class] = unsafe { (free as *const usize).read() };
            return Some(free);
        }
        let size = SMALLEST << class;
        let near = self.near.max(size_of::<Self>()).next_multiple_of(size);
        if near + size <= arena::PAGE {
            self.near = near + size;
            return Some(ptr::from_ref(self) as usize + near);
        }
        // Where the region's first page lies at its beginning, it is used up.
        let far = self.far.max(arena::PAGE).next_multiple_of(size);
        (far + size <= REGION).then(|| {
            self.far = far + size;
            elsewhere + far
        })
    }

    /// Keeps a block for later.
    ///
    /// # Safety
    /// The block is of that class, and no longer used.
    unsafe fn give(&mut self, class: usize, block: usize) {
        // SAFETY: the caller's; each block is large enough for an address.
        unsafe { (block as *mut usize).write(self.free[class]) };
        self.free[class] = block;
    }
}

/// # Safety
/// Called by the server, and no other reference from here is in use.
unsafe fn servers_region() -> &'static mut Region {
    // SAFETY: mapped before there was a server, zero at first, and the server has one thread.
    unsafe { &mut *(SERVERS.load(Ordering::Relaxed) as *mut Region) }
}

/// # Safety
/// Called by a task, and no other reference from here is in use.
unsafe fn region(task: TaskId) -> &'static mut Region {
    // SAFETY: fronts are there for good, zero at first, and a task that runs holds the baton.
    unsafe {
        let region = arena::front(task) as *mut Region;
        (&raw mut (*region).met).write_volatile(true);
        &mut *region
    }
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
        let block = class_of(layout).and_then(|class| {
            if let Some(me) = task::current() {
                let elsewhere = regions::of(me);
                // SAFETY: this is a task.
                let block = unsafe { region(me) }.take(class, elsewhere)?;
                fingerprint::allocated(block, layout.size());
                Some(block)
            } else if task::is_server() {
                // SAFETY: as is said.
                unsafe { servers_region() }.take(class, SERVERS.load(Ordering::Relaxed))
            } else {
                None
            }
        });
        match block {
            Some(block) => block as *mut u8,
            // SAFETY: the caller's.
            None => unsafe { System.alloc(layout) },
        }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let address = pointer as usize;
        let in_task = task::current().is_some();
        fingerprint::frees(address);
        if in_task && layout.size() > 0 && memory::free(address, layout.size()) {
            return;
        }
        if is_servers(address) {
            // A child does not have it.
            if let (true, Some(class)) = (task::is_server(), class_of(layout)) {
                // SAFETY: this is the server, and the block is not in use any more.
                unsafe { servers_region().give(class, address) };
            }
            return;
        }
        let Some(owner) = owner(address) else {
            // SAFETY: the caller's, and it is not ours.
            return unsafe { System.dealloc(pointer, layout) };
        };
        // Outside of a task nothing may be touched; the little that threads free while they start is lost.
        if let (true, Some(class)) = (in_task, class_of(layout)) {
            // SAFETY: this is a task, and the block is not in use any more.
            unsafe { region(owner).give(class, address) };
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's: a size that does not overflow with this alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        let address = pointer as usize;
        let is_ours = owner(address).is_some() || is_servers(address);
        let class = class_of(layout).filter(|_| is_ours);
        if class.is_some() && class == class_of(wanted) {
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
