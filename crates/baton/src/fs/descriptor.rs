//! Files by their descriptors.

use ::std::fs::Metadata;
use ::std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use ::std::panic::Location;

use super::file::File;
use super::{lock, names};
use crate::engine::{task, turn, unsupported};

impl AsFd for File {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.real().as_fd()
    }
}

impl AsRawFd for File {
    fn as_raw_fd(&self) -> RawFd {
        self.real().as_raw_fd()
    }
}

/// What comes from outside is a new opening of a file: whose offset it shares is not known.
impl From<OwnedFd> for File {
    #[track_caller]
    #[inline(never)]
    fn from(descriptor: OwnedFd) -> Self {
        let real = ::std::fs::File::from(descriptor);
        let place = Location::caller();
        let known = real.metadata().ok().filter(Metadata::is_file);
        let ids = known.zip(task::current()).and_then(|(data, me)| {
            turn::with_state(|state| {
                let file = names::file_object(state, &data, None);
                let opening = state.add_opening(me, place);
                (file, opening)
            })
        });
        let (file, opening) = ids.unwrap_or_default();
        Self::watched(real, file, opening)
    }
}

impl FromRawFd for File {
    #[track_caller]
    unsafe fn from_raw_fd(descriptor: RawFd) -> Self {
        // SAFETY: the caller's.
        Self::from(unsafe { OwnedFd::from_raw_fd(descriptor) })
    }
}

/// Its lock would stay with the descriptor, where it is not seen.
impl From<File> for OwnedFd {
    #[track_caller]
    fn from(file: File) -> Self {
        if lock::is_held(file.opening()) {
            let what = "the descriptor of a locked file (`OwnedFd::from`)";
            unsupported::stop(what, Location::caller());
        }
        file.into_real().into()
    }
}

impl IntoRawFd for File {
    #[track_caller]
    fn into_raw_fd(self) -> RawFd {
        OwnedFd::from(self).into_raw_fd()
    }
}
