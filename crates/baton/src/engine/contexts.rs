//! Tasks that share the one real thread of their process: each has its own stack and its own thread-local values, and they
//! take turns where the baton is handed on. No system call is needed for that.
//!
//! Only a process that is resident does so (`resident`): its keeper, which is none of the tasks, begins the first
//! one and goes on when the execution is over.

use ::std::ffi::c_void;
use ::std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering::Relaxed};

use super::control::{self, Message};
use super::{prepared, system};
use protocol::{MAX_TASKS, TaskId};

/// Whether the tasks of this process do so.
static IN_USE: AtomicBool = AtomicBool::new(false);

/// A place where a thread can go on.
struct Context {
    /// Where its registers are saved on its stack; 0 for one that runs, and for none.
    stack: AtomicUsize,
    /// The thread pointer, by which it finds its thread-local values.
    pointer: AtomicUsize,
}

/// Those of all tasks, and the keeper's.
static CONTEXTS: [Context; MAX_TASKS + 1] = [const {
    Context {
        stack: AtomicUsize::new(0),
        pointer: AtomicUsize::new(0),
    }
}; MAX_TASKS + 1];

const KEEPER: usize = MAX_TASKS;

/// The number of the context that runs.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// The number of the task that has the baton.
static GRANTED: AtomicUsize = AtomicUsize::new(0);

/// What the keeper is to tell the server.
static MESSAGE: AtomicU8 = AtomicU8::new(0);

/// Whether tasks can share a thread here: the processor and the system let a program set its own thread pointer, and the
/// first tasks have thread-local values ready.
pub(crate) fn are_possible() -> bool {
    machine::can_switch() && prepared::pointer_of(TaskId::at(1)).is_some()
}

/// Whether the tasks of this process share its thread.
pub(crate) fn are_in_use() -> bool {
    IN_USE.load(Relaxed)
}

/// Makes this thread the first task's, and goes on as the keeper on another stack. Returns when the keeper begins that task.
///
/// # Safety
/// This process has one thread and is no task yet; nothing else uses the stack that ends at `top`, and `keeper` may be called
/// there with the argument, and does not return.
pub(crate) unsafe fn make_keeper(
    top: usize,
    keeper: extern "C" fn(*mut c_void),
    argument: *mut c_void,
) {
    IN_USE.store(true, Relaxed);
    let pointer = prepared::thread_pointer();
    CONTEXTS[0].pointer.store(pointer, Relaxed);
    // SAFETY: the caller's; it has no thread-local values of its own, and uses none.
    unsafe { put(KEEPER, top, pointer, keeper, argument) };
    go_to(KEEPER);
}

/// Makes a context for a task that has not begun: it begins in `body` when it is given the baton. Returns false where no
/// thread-local values are ready for it.
///
/// # Safety
/// Nothing else uses the stack that ends at `top`, and `body` may be called there with the argument, and does not return.
pub(super) unsafe fn make(
    task: TaskId,
    top: usize,
    body: extern "C" fn(*mut c_void),
    argument: *mut c_void,
) -> bool {
    let Some(pointer) = prepared::pointer_of(task) else {
        return false;
    };
    // SAFETY: the caller's; each task number is given once.
    unsafe { put(task.index(), top, pointer, body, argument) };
    true
}

/// # Safety
/// As `make`'s.
unsafe fn put(
    number: usize,
    top: usize,
    pointer: usize,
    body: extern "C" fn(*mut c_void),
    argument: *mut c_void,
) {
    // SAFETY: the caller's.
    let stack = unsafe { machine::begin_at(top, body, argument) };
    CONTEXTS[number].stack.store(stack, Relaxed);
    CONTEXTS[number].pointer.store(pointer, Relaxed);
}

/// The keeper calls this to begin an execution. Returns the message for the server when the execution is over.
pub(crate) fn run_first() -> u8 {
    GRANTED.store(0, Relaxed);
    go_to(0);
    MESSAGE.load(Relaxed)
}

/// Gives the task the baton. It goes on as soon as this one waits.
pub(crate) fn grant(task: TaskId) {
    GRANTED.store(task.index(), Relaxed);
}

/// Returns when the task, which runs, is given the baton.
pub(crate) fn wait(me: TaskId) {
    loop {
        let granted = GRANTED.load(Relaxed);
        if granted == me.index() {
            return;
        }
        go_to(granted);
    }
}

/// What a task does after its last step.
pub(crate) fn leave() -> ! {
    go_to(GRANTED.load(Relaxed));
    lost()
}

/// Ends the execution, by a task.
pub(crate) fn end(message: Message) -> ! {
    if !are_in_use() {
        control::tell_server(message);
        control::rest()
    }
    MESSAGE.store(message as u8, Relaxed);
    go_to(KEEPER);
    lost()
}

/// Ends the process of a task that has left it, with exit code 0.
pub(crate) fn leave_process() -> ! {
    if are_in_use() {
        end(Message::Left)
    }
    system::exit_process(0)
}

/// Ends the process of a task that has panicked and left it, as std does.
pub(crate) fn leave_panicked_process() -> ! {
    if are_in_use() {
        end(Message::Panicked)
    }
    ::std::process::exit(PANICKED)
}

/// The exit code of a program whose `main` has panicked.
pub(crate) const PANICKED: i32 = 101;

/// Called where a task does what is not put back after an execution: the server runs it anew in processes of its own.
pub(crate) fn give_up() -> ! {
    control::tell_server(Message::Unrestorable);
    control::rest()
}

fn go_to(number: usize) {
    let Some(next) = CONTEXTS.get(number) else {
        lost()
    };
    let now = RUNNING.swap(number, Relaxed);
    let stack = next.stack.swap(0, Relaxed);
    if stack == 0 {
        lost()
    }
    // SAFETY: saved by a switch away from there, or made by `put`; used once, as it is 0 from now on. The pointer is its own.
    unsafe {
        machine::switch(
            CONTEXTS[now % CONTEXTS.len()].stack.as_ptr(),
            stack,
            next.pointer.load(Relaxed),
        )
    }
}

/// The program has written where it should not: there is nothing to go on with.
fn lost() -> ! {
    system::exit_process(1)
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
mod machine {
    use ::std::ffi::c_void;

    /// Whether user code may set the thread pointer, as the kernel says (`AT_HWCAP2`).
    pub(super) fn can_switch() -> bool {
        const FSGSBASE: libc::c_ulong = 1 << 1;
        // SAFETY: asks for a number.
        unsafe { libc::getauxval(libc::AT_HWCAP2) & FSGSBASE != 0 }
    }

    /// The control words of the two units for floating-point numbers, as a process begins with them.
    const CONTROL_WORDS: usize = 0x037f_0000_1f80;

    /// Saves the registers that a function keeps, and goes on at another place that was saved so.
    ///
    /// # Safety
    /// Something was saved there, and nothing has gone on there since; the pointer is the thread pointer that belongs to it.
    #[unsafe(naked)]
    pub(super) unsafe extern "C" fn switch(saved: *mut usize, next: usize, pointer: usize) {
        ::core::arch::naked_asm!(
            "push rbp",
            "push rbx",
            "push r12",
            "push r13",
            "push r14",
            "push r15",
            "sub rsp, 8",
            "stmxcsr [rsp]",
            "fnstcw [rsp + 4]",
            "mov [rdi], rsp",
            "wrfsbase rdx",
            "mov rsp, rsi",
            "ldmxcsr [rsp]",
            "fldcw [rsp + 4]",
            "add rsp, 8",
            "pop r15",
            "pop r14",
            "pop r13",
            "pop r12",
            "pop rbx",
            "pop rbp",
            "ret",
        )
    }

    /// Where a context begins: as a thread that clone(2) has made does.
    #[unsafe(naked)]
    unsafe extern "C" fn begin() {
        ::core::arch::naked_asm!("xor ebp, ebp", "mov rdi, r13", "push 0", "jmp r12")
    }

    /// Writes on the stack what `switch` takes from there; where it lies.
    ///
    /// # Safety
    /// Nothing else uses the stack that ends at `top`.
    pub(super) unsafe fn begin_at(
        top: usize,
        body: extern "C" fn(*mut c_void),
        argument: *mut c_void,
    ) -> usize {
        let saved: [usize; 8] = [
            CONTROL_WORDS,
            0,
            0,
            argument as usize,
            body as usize,
            0,
            0,
            begin as *const () as usize,
        ];
        let at = top - size_of_val(&saved);
        // SAFETY: the caller's.
        unsafe { (at as *mut [usize; 8]).write(saved) };
        at
    }
}

/// Elsewhere no process is resident.
#[cfg(not(all(target_arch = "x86_64", not(miri))))]
mod machine {
    use ::std::ffi::c_void;

    pub(super) fn can_switch() -> bool {
        false
    }

    /// # Safety
    /// Never called.
    pub(super) unsafe fn switch(_saved: *mut usize, _next: usize, _pointer: usize) {
        ::std::process::abort()
    }

    /// # Safety
    /// Never called.
    pub(super) unsafe fn begin_at(
        _top: usize,
        _body: extern "C" fn(*mut c_void),
        _argument: *mut c_void,
    ) -> usize {
        ::std::process::abort()
    }
}
