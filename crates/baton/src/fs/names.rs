//! Which object of the execution a path or an opened file is.

use ::std::fs::Metadata;
use ::std::os::unix::ffi::OsStrExt;
use ::std::os::unix::fs::MetadataExt;
use ::std::path::{Component, Path, PathBuf};

use crate::engine::state::{Caller, State};
use crate::engine::task::Quiet;
use crate::engine::{sandbox, turn, unsupported};
use protocol::{ObjectId, ObjectKind, ProcessId};

/// What there are too many of where paths are too long: a path that was cut would be another one's.
pub(crate) const PATHS: &str = "bytes of paths";

/// The object that a path names, for all processes the same.
pub(super) fn path_object(path: &Path) -> Option<ObjectId> {
    turn::with_state(|state| object_of(state, &shown(path))).flatten()
}

/// Makes the folders above a path objects, too: a step that may make them all is one on each of them. The execution's own
/// folder, which has no name, is there already.
pub(super) fn name_folders_above(path: &Path) {
    let shown = shown(path);
    turn::with_state(|state| {
        let above = shown.ancestors().skip(1);
        for folder in above.filter(|folder| !folder.as_os_str().is_empty()) {
            object_of(state, folder);
        }
    });
}

fn object_of(state: &mut State, shown: &Path) -> Option<ObjectId> {
    let bytes = shown.as_os_str().as_bytes();
    let known = state.object_ids().find(|id| {
        let object = &state.objects[id.index()];
        object.kind == ObjectKind::Path && state.text(object.name) == bytes
    });
    known.or_else(|| {
        let id = state.add_object(ObjectKind::Path, ProcessId::FIRST, None)?;
        state.object(id).name = state.add_whole_text(bytes, PATHS);
        Some(id)
    })
}

/// The object that a file's contents are, whatever its path.
pub(super) fn file_object(
    state: &mut State,
    data: &Metadata,
    path: Option<&Path>,
) -> Option<ObjectId> {
    let (device, inode) = (data.dev(), data.ino());
    let known = state.object_ids().find(|id| {
        let object = &state.objects[id.index()];
        object.kind == ObjectKind::File && object.device == device && object.inode == inode
    });
    if known.is_some() {
        return known;
    }
    let id = state.add_object(ObjectKind::File, ProcessId::FIRST, None)?;
    if let Some(path) = path {
        let shown = shown(path);
        state.object(id).name = state.add_whole_text(shown.as_os_str().as_bytes(), PATHS);
    }
    let object = state.object(id);
    object.device = device;
    object.inode = inode;
    Some(id)
}

/// The file behind a path, if its last name is about to go: whatever gets its number next is another file.
pub(super) fn last_name(path: &Path) -> Option<(u64, u64)> {
    let _quiet = Quiet::enter();
    let data = ::std::fs::symlink_metadata(path).ok()?;
    (data.is_file() && data.nlink() == 1).then(|| (data.dev(), data.ino()))
}

/// The file has no name any more; those who have it open keep its object.
pub(super) fn forget(state: &mut State, (device, inode): (u64, u64)) {
    let known = &mut state.objects[..state.object_count as usize];
    for object in known {
        if object.kind == ObjectKind::File && (object.device, object.inode) == (device, inode) {
            (object.device, object.inode) = (0, 0);
        }
    }
}

/// The object behind a path as it is now, if it is a file.
pub(super) fn file_behind(path: &Path) -> Option<ObjectId> {
    turn::with_state(|state| file_now_behind(state, path)).flatten()
}

/// The same during an operation.
pub(super) fn file_now_behind(state: &mut State, path: &Path) -> Option<ObjectId> {
    match ::std::fs::metadata(path) {
        Ok(data) if data.is_file() => file_object(state, &data, Some(path)),
        _ => None,
    }
}

/// Ends the execution where the program would change a file that others can see too: executions that run at the same time
/// would disturb each other. What the system has there for all, such as `/dev/null`, may be written.
pub(super) fn refuse_outside(path: &Path, place: Caller) {
    let shown = shown(path);
    let is_shared = shown.is_absolute()
        && !shown.starts_with("/proc")
        && (!shown.starts_with("/dev") || shown.starts_with("/dev/shm"));
    if is_shared {
        let what = format!("a file outside of its folder (`{}`)", shown.display());
        unsupported::stop(&what, place);
    }
}

/// The path as the learner knows it: relative to the execution's folder, without detours.
fn shown(path: &Path) -> PathBuf {
    let current = ::std::env::current_dir().unwrap_or_default();
    let mut plain = PathBuf::new();
    for component in current.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    match plain.strip_prefix(sandbox::run_folder()) {
        Ok(inside) => inside.to_owned(),
        Err(_) => plain,
    }
}
