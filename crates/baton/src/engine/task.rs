//! What a thread knows about itself: which task it is, where its stack lies, and how deep it is inside this crate.

use ::std::cell::Cell;
use ::std::mem::MaybeUninit;

use protocol::{ProcessId, TaskId};

use super::address;
use super::state;

/// A plain store that is in the log but whose value is not: the callback comes before the store.
#[derive(Clone, Copy)]
pub(crate) struct OpenStore {
    pub(crate) step: u32,
    pub(crate) address: usize,
    pub(crate) size: u8,
}

/// A plain read that found another number than the one that belongs there: the callback comes before the read.
#[derive(Clone, Copy)]
pub(crate) struct OpenMisread {
    pub(crate) address: usize,
    pub(crate) size: usize,
    pub(crate) value: u64,
}

/// The part that a thread has in an execution.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// No part: not yet, or no longer.
    Outside,
    Server,
    Task(TaskId),
}

struct Me {
    role: Cell<Role>,
    process: Cell<ProcessId>,
    quiet: Cell<u32>,
    stack: Cell<(usize, usize)>,
    /// Where the frame lies that the task's code was called from; frames beyond it are the executor's or the C library's.
    first_frame: Cell<usize>,
    /// The frame of the executor's that the task's code was called from.
    called_from: Cell<usize>,
    store: Cell<Option<OpenStore>>,
    /// Whether this thread has the baton in hand.
    in_hand: Cell<bool>,
    misread: Cell<Option<OpenMisread>>,
    /// Whether there is any of the two that are open.
    is_open: Cell<bool>,
}

// Const-initialised and without a destructor, so it can be used for as long as the thread runs.
::std::thread_local! {
    static ME: Me = const {
        Me {
            role: Cell::new(Role::Outside),
            process: Cell::new(ProcessId::FIRST),
            quiet: Cell::new(0),
            stack: Cell::new((0, 0)),
            first_frame: Cell::new(usize::MAX),
            called_from: Cell::new(usize::MAX),
            store: Cell::new(None),
            in_hand: Cell::new(false),
            misread: Cell::new(None),
            is_open: Cell::new(false),
        }
    };
}

/// The task that this thread is; `None` outside of an execution, and after a task's last step.
#[inline]
pub(crate) fn current() -> Option<TaskId> {
    ME.with(|me| match me.role.get() {
        Role::Outside | Role::Server => None,
        Role::Task(task) => Some(task),
    })
}

pub(crate) fn is_server() -> bool {
    ME.with(|me| me.role.get() == Role::Server)
}

/// This thread is the server from now on, until `leave`.
pub(crate) fn become_server() {
    ME.with(|me| me.role.set(Role::Server));
}

/// The process, in the numbering of the execution.
#[inline]
pub(crate) fn process() -> ProcessId {
    ME.with(|me| me.process.get())
}

/// This thread is that task from now on.
pub(crate) fn become_task(task: TaskId, process: ProcessId) {
    ME.with(|me| {
        me.process.set(process);
        me.role.set(Role::Task(task));
    });
}

/// Remembers where this thread's stack lies.
pub(crate) fn know_stack_at(bounds: (usize, usize)) {
    ME.with(|me| me.stack.set(bounds));
}

/// Remembers the frame that calls what the task is to run.
pub(crate) fn know_first_frame(frame: usize) {
    ME.with(|me| me.first_frame.set(frame));
}

/// Remembers from which frame of the executor's the task's code is called.
pub(crate) fn know_own_frames(frame: usize) {
    ME.with(|me| me.called_from.set(frame));
}

/// Between which addresses the frames of the task's code lie.
pub(crate) fn own_frames() -> (usize, usize) {
    ME.with(|me| {
        let (low, high) = me.stack.get();
        (low, high.min(me.called_from.get()))
    })
}

/// Where the frames of this thread's own code lie: on its stack, below the frame that it was called from.
#[inline]
pub(crate) fn frames_lie_between() -> (usize, usize) {
    ME.with(|me| {
        let (low, high) = me.stack.get();
        (low, high.min(me.first_frame.get()))
    })
}

/// Finds the bounds of the main thread's stack, once for all children, because that takes reading a file.
pub(crate) fn know_stack() -> (usize, usize) {
    let bounds = stack_bounds();
    know_stack_at(bounds);
    bounds
}

/// Takes the baton into this thread's hand; whether it was not there yet.
#[inline]
pub(crate) fn pick_up() -> bool {
    ME.with(|me| !me.in_hand.replace(true))
}

/// Whether this thread has the baton in hand.
#[inline]
pub(crate) fn is_in_hand() -> bool {
    ME.with(|me| me.in_hand.get())
}

/// Takes the baton out of this thread's hand.
#[inline]
pub(crate) fn put_down() {
    ME.with(|me| me.in_hand.set(false));
}

/// This thread has done its last step, or is no longer the server.
pub(crate) fn leave() {
    ME.with(|me| me.role.set(Role::Outside));
}

/// The task whose accesses count now: `None` as well inside of this crate's generic code, and during an operation.
#[inline]
pub(crate) fn observed() -> Option<TaskId> {
    ME.with(|me| {
        let is_our_own = me.quiet.get() > 0 || me.in_hand.get();
        if is_our_own { None } else { current() }
    })
}

/// This thread's stack: its lowest address, and its length.
pub(crate) fn stack() -> (usize, usize) {
    ME.with(|me| me.stack.get())
}

#[inline]
pub(crate) fn owns_stack_at(address: usize) -> bool {
    ME.with(|me| {
        let (low, high) = me.stack.get();
        low <= address && address < high
    })
}

#[inline]
pub(crate) fn open_store(store: OpenStore) {
    ME.with(|me| {
        me.store.set(Some(store));
        me.is_open.set(true);
    });
}

pub(crate) fn open_misread(misread: OpenMisread) {
    ME.with(|me| {
        me.misread.set(Some(misread));
        me.is_open.set(true);
    });
}

/// Whether the last plain access is still to be completed.
#[inline]
pub(crate) fn is_open() -> bool {
    ME.with(|me| me.is_open.get())
}

/// Completes the last plain access, now that the program has made it: writes into the log what it stored, and puts back
/// what belongs where it misread.
#[inline]
pub(crate) fn close_access() {
    if ME.with(|me| me.is_open.replace(false)) {
        close_open();
    }
}

#[inline(never)]
fn close_open() {
    ME.with(|me| {
        if let Some(misread) = me.misread.take() {
            // SAFETY: the program read there just before this call, and freed nothing since (freeing comes here first).
            unsafe { address::poke(misread.address, misread.size, misread.value) };
        }
        let Some(store) = me.store.take() else { return };
        // SAFETY: the program stored there just before this call, and freed nothing since (freeing comes here first).
        let value = unsafe { address::peek(store.address, store.size as usize) };
        // SAFETY: the thread holds the baton: it is handed on only after this.
        let record = unsafe { &mut (*state::pointer()).steps[store.step as usize] };
        record.written = value;
        record.has_written = true;
    });
}

/// As `std::thread::panicking`, which would be compiled into the program and watched there.
#[inline(never)]
pub(crate) fn panicking() -> bool {
    ::std::thread::panicking()
}

/// While one lives, plain accesses of this thread are this crate's own and no steps.
pub(crate) struct Quiet;

impl Quiet {
    #[inline(never)]
    pub(crate) fn enter() -> Self {
        ME.with(|me| me.quiet.set(me.quiet.get() + 1));
        Self
    }
}

impl Drop for Quiet {
    #[inline(never)]
    fn drop(&mut self) {
        ME.with(|me| me.quiet.set(me.quiet.get() - 1));
    }
}

/// While one lives, the learner's code runs inside of ours and is watched again.
pub(crate) struct Watched(u32);

impl Watched {
    #[inline(never)]
    pub(crate) fn enter() -> Self {
        ME.with(|me| Self(me.quiet.replace(0)))
    }
}

impl Drop for Watched {
    #[inline(never)]
    fn drop(&mut self) {
        ME.with(|me| me.quiet.set(self.0));
    }
}

/// The word at this address, if it is on this thread's stack; otherwise 0.
pub(crate) fn word_on_stack(address: usize) -> usize {
    if !address.is_multiple_of(size_of::<usize>()) || !owns_stack_at(address) {
        return 0;
    }
    // SAFETY: aligned, and inside of this thread's own stack, which is mapped.
    unsafe { (address as *const usize).read() }
}

fn stack_bounds() -> (usize, usize) {
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut low = ::std::ptr::null_mut();
    let mut size = 0;
    // SAFETY: pthread_getattr_np initialises the attributes when it returns 0, and they are destroyed once.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return (0, 0);
        }
        libc::pthread_attr_getstack(attributes.as_ptr(), &mut low, &mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
    }
    (low as usize, low as usize + size)
}
