//! A file in memory that holds what there was.

use super::pages::{Refused, close, ok};
use crate::engine::gate;

/// Where copies of pages lie: in the file, and where that is mapped.
pub(super) struct Copies {
    pub(super) file: usize,
    address: usize,
    size: usize,
    used: usize,
}

impl Copies {
    /// Room for so many bytes.
    pub(super) fn make(size: usize) -> Result<Self, Refused> {
        let [read, shared] = [libc::PROT_READ as usize, libc::MAP_SHARED as usize];
        let [name, flags] = [c"snapshot".as_ptr() as usize, libc::MFD_CLOEXEC as usize];
        // SAFETY: a file of ours, and a mapping at an address of the system's choice.
        unsafe {
            let file = ok(gate::call(libc::SYS_memfd_create, [name, flags]))?;
            ok(gate::call(libc::SYS_ftruncate, [file, size]))?;
            let address = ok(gate::call(libc::SYS_mmap, [0, size, read, shared, file, 0]))?;
            Ok(Self {
                file,
                address,
                size,
                used: 0,
            })
        }
    }

    /// Takes so many bytes of it: where they lie in the file, and in memory.
    pub(super) fn reserve(&mut self, length: usize) -> Result<(usize, usize), Refused> {
        let offset = self.used;
        self.used += length;
        (self.used <= self.size)
            .then_some((offset, self.address + offset))
            .ok_or(Refused)
    }

    /// Copies what lies between two addresses.
    pub(super) fn write(&self, start: usize, end: usize, offset: usize) -> Result<(), Refused> {
        // SAFETY: the pages are there to be read.
        let written =
            ok(unsafe { gate::call(libc::SYS_pwrite64, [self.file, start, end - start, offset]) })?;
        (written == end - start).then_some(()).ok_or(Refused)
    }

    /// Nothing more is copied.
    pub(super) fn finish(self) {
        close(self.file);
    }
}
