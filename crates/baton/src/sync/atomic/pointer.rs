//! The atomic pointer: an atomic word that carries one.

use ::std::fmt;
use ::std::marker::PhantomData;
use ::std::panic::RefUnwindSafe;

use super::{AtomicUsize, Ordering};

/// As std's, each operation a step of the execution.
#[repr(transparent)]
pub struct AtomicPtr<T> {
    bits: AtomicUsize,
    _pointee: PhantomData<*mut T>,
}

// SAFETY: the pointer is only carried around.
unsafe impl<T> Send for AtomicPtr<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for AtomicPtr<T> {}
impl<T> RefUnwindSafe for AtomicPtr<T> {}

/// What an exchange gives back, as pointers.
fn pointers<T>(result: Result<usize, usize>) -> Result<*mut T, *mut T> {
    match result {
        Ok(old) => Ok(old as *mut T),
        Err(found) => Err(found as *mut T),
    }
}

impl<T> AtomicPtr<T> {
    #[expect(
        clippy::not_unsafe_ptr_arg_deref,
        reason = "the pointer is only carried"
    )]
    pub const fn new(pointer: *mut T) -> Self {
        // SAFETY: a pointer and an atomic word have the same layout; a pointer cannot be cast in a const.
        unsafe { ::std::mem::transmute::<*mut T, Self>(pointer) }
    }

    /// # Safety
    /// As std's.
    pub const unsafe fn from_ptr<'a>(pointer: *mut *mut T) -> &'a Self {
        // SAFETY: the caller's; the types have the same layout.
        unsafe { &*pointer.cast::<Self>() }
    }

    pub const fn as_ptr(&self) -> *mut *mut T {
        self.bits.as_ptr().cast::<*mut T>()
    }

    pub fn get_mut(&mut self) -> &mut *mut T {
        // SAFETY: same layout, borrowed alone.
        unsafe { &mut *self.as_ptr() }
    }

    pub fn into_inner(self) -> *mut T {
        self.bits.into_inner() as *mut T
    }

    #[track_caller]
    pub fn load(&self, order: Ordering) -> *mut T {
        self.bits.load(order) as *mut T
    }

    #[track_caller]
    pub fn store(&self, pointer: *mut T, order: Ordering) {
        self.bits.store(pointer as usize, order);
    }

    #[track_caller]
    pub fn compare_exchange(
        &self,
        current: *mut T,
        new: *mut T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<*mut T, *mut T> {
        let (current, new) = (current as usize, new as usize);
        pointers(self.bits.compare_exchange(current, new, success, failure))
    }

    /// It may fail spuriously, where the request says so.
    #[track_caller]
    pub fn compare_exchange_weak(
        &self,
        current: *mut T,
        new: *mut T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<*mut T, *mut T> {
        let (current, new) = (current as usize, new as usize);
        pointers(
            self.bits
                .compare_exchange_weak(current, new, success, failure),
        )
    }

    #[deprecated = "use compare_exchange"]
    #[track_caller]
    pub fn compare_and_swap(&self, current: *mut T, new: *mut T, order: Ordering) -> *mut T {
        #[allow(deprecated, reason = "std has it too")]
        let old = self
            .bits
            .compare_and_swap(current as usize, new as usize, order);
        old as *mut T
    }

    #[track_caller]
    pub fn fetch_update<F>(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        mut change: F,
    ) -> Result<*mut T, *mut T>
    where
        F: FnMut(*mut T) -> Option<*mut T>,
    {
        pointers(self.bits.fetch_update(set_order, fetch_order, |bits| {
            change(bits as *mut T).map(|pointer| pointer as usize)
        }))
    }

    #[track_caller]
    pub fn try_update(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        change: impl FnMut(*mut T) -> Option<*mut T>,
    ) -> Result<*mut T, *mut T> {
        self.fetch_update(set_order, fetch_order, change)
    }

    #[track_caller]
    pub fn update(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        mut change: impl FnMut(*mut T) -> *mut T,
    ) -> *mut T {
        match self.fetch_update(set_order, fetch_order, |pointer| Some(change(pointer))) {
            Ok(old) | Err(old) => old,
        }
    }

    #[track_caller]
    pub fn fetch_ptr_add(&self, count: usize, order: Ordering) -> *mut T {
        self.fetch_byte_add(count.wrapping_mul(size_of::<T>()), order)
    }

    #[track_caller]
    pub fn fetch_ptr_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.fetch_byte_sub(count.wrapping_mul(size_of::<T>()), order)
    }
}

macro_rules! changes {
    ($($(#[$note:meta])* $method:ident: $word:ident($argument:ident: $value:ty);)*) => {
        impl<T> AtomicPtr<T> {$(
            $(#[$note])*
            #[track_caller]
            pub fn $method(&self, $argument: $value, order: Ordering) -> *mut T {
                self.bits.$word($argument as usize, order) as *mut T
            }
        )*}
    };
}

changes! {
    swap: swap(pointer: *mut T);
    fetch_byte_add: fetch_add(bytes: usize);
    fetch_byte_sub: fetch_sub(bytes: usize);
    fetch_or: fetch_or(bits: usize);
    fetch_and: fetch_and(bits: usize);
    fetch_xor: fetch_xor(bits: usize);
}

impl<T> Default for AtomicPtr<T> {
    fn default() -> Self {
        Self::new(::std::ptr::null_mut())
    }
}

impl<T> From<*mut T> for AtomicPtr<T> {
    fn from(pointer: *mut T) -> Self {
        Self::new(pointer)
    }
}

impl<T> fmt::Debug for AtomicPtr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load(Ordering::Relaxed).fmt(f)
    }
}

impl<T> fmt::Pointer for AtomicPtr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.load(Ordering::Relaxed), f)
    }
}
