//! Toy programs, as they are written and as they are run.

use protocol::{Exchange, ObjectId, Op, Order};

/// The number of objects of each kind.
pub const EACH: u32 = 3;

/// The first atomic; the objects after the atomics are plain memory, mutexes, condition variables, channels and
/// files that can be locked.
pub const ATOMICS: u32 = 0;
pub const PLAIN: u32 = EACH;
pub const MUTEXES: u32 = 2 * EACH;
pub const CONDVARS: u32 = 3 * EACH;
pub const CHANNELS: u32 = 4 * EACH;
pub const FILES: u32 = 5 * EACH;
/// The first process; the objects after all that there can be are the tasks.
pub const PROCESS: u32 = 6 * EACH;
pub const TASKS: u32 = PROCESS + MOST_PROCESSES;
/// `main`'s own, and one for each of the others.
pub const MOST_PROCESSES: u32 = 4;

/// A program: what each thread does, `main` first.
#[derive(Clone, Debug)]
pub struct Program {
    pub threads: Vec<Vec<Act>>,
    /// Whether `main` joins all other threads; if not, it ends the program when it has done its part.
    pub joins: bool,
    /// Whether each thread but `main` is a process of its own.
    pub processes: bool,
}

/// A step of a thread. Objects are counted from 0 for each kind.
#[derive(Clone, Debug)]
pub enum Act {
    Load(u32, Order),
    Store(u32, Order, Value),
    Add(u32, Order),
    /// A `compare_exchange` of 0 for a value.
    Exchange(u32, Order, Value),
    /// A `compare_exchange_weak` of 0 for a value.
    Weak(u32, Order, Value),
    Fence(Order),
    /// Loads until the value is not 0.
    Await(u32, Order),
    /// The same, and remembers whether it was 0 at first.
    AwaitNoting(u32),
    /// Loads two values until neither is 0.
    AwaitBoth(u32, u32),
    /// With a lock made of an atomic: spins until it is 0, and stores 0 afterwards.
    Spinlocked(u32, Spin, Vec<Act>),
    /// Exchanges 0 for 1, but tries that only so often.
    Attempts(u32, u32),
    /// Exchanges 0 for 1, until that succeeds; with a `compare_exchange_weak`, or not.
    Acquire(u32, Order, bool),
    /// With a mutex, tried until it is acquired.
    TriedUntilLocked(u32, Vec<Act>),
    Read(u32),
    Write(u32, Value),
    Locked(u32, Vec<Act>),
    TryLocked(u32, Vec<Act>),
    /// Waits on a condition variable, with a mutex that the thread holds.
    Wait(u32, u32),
    /// With a lock on a file, which goes with the process.
    FileLocked(u32, Vec<Act>),
    FileTryLocked(u32, Vec<Act>),
    /// Waits until another thread unparks this one.
    Park,
    /// Unparks the thread of that number, which must have been spawned.
    Unpark(u32),
    NotifyOne(u32),
    NotifyAll(u32),
    Send(u32, Value),
    Receive(u32),
    Yield,
}

/// How a lock made of an atomic is acquired.
#[derive(Clone, Copy, Debug)]
pub enum Spin {
    Swap,
    Exchange,
    /// Loads until it is 0, and then exchanges.
    LoadFirst,
    /// Yields before each attempt.
    YieldFirst,
    /// Yields after each attempt that failed.
    YieldAfter,
}

/// How an operation is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    Never,
    /// While it reads 0.
    WhileZero,
    /// While it does not acquire what it is about.
    UntilAcquired,
    /// The same, so often at most.
    AtMost(u32),
}

/// A value to be written.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    Constant(u64),
    /// One more than the value that the thread read last.
    NextOfSeen,
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub struct Instruction {
    pub op: Op,
    pub order: Order,
    pub object: Option<ObjectId>,
    pub second: Option<ObjectId>,
    pub value: Value,
    /// How many of the operations after it are skipped if it fails.
    pub skipped: usize,
    pub repeats: Repeats,
    /// How far back the thread goes to repeat it.
    pub back: usize,
    /// Whether the thread yields before it repeats it.
    pub yields: bool,
    /// Whether the thread remembers that it was repeated.
    pub notes: bool,
    /// Whether it may fail spuriously.
    pub weak: bool,
}

impl Instruction {
    /// On no object.
    pub fn alone(op: Op, order: Order) -> Instruction {
        Instruction {
            op,
            order,
            object: None,
            second: None,
            value: Value::Constant(0),
            skipped: 0,
            repeats: Repeats::Never,
            back: 0,
            yields: false,
            notes: false,
            weak: false,
        }
    }

    fn new(op: Op, object: u32) -> Instruction {
        Instruction {
            object: Some(ObjectId::new(object)),
            ..Instruction::alone(op, Order::None)
        }
    }

    fn of(op: Op, object: u32, order: Order, value: Value) -> Instruction {
        Instruction {
            order,
            value,
            ..Instruction::new(op, object)
        }
    }

    /// What it asks for, if it is an exchange. Where it fails it has the strongest order that a load of its order can have.
    pub fn exchange(self) -> Option<Exchange> {
        let failure = match self.order {
            Order::AcqRel => Order::Acquire,
            Order::Release => Order::Relaxed,
            order => order,
        };
        (self.op == Op::AtomicExchange).then_some(Exchange {
            expected: 0,
            success: self.order,
            failure,
            weak: self.weak,
        })
    }

    /// The place of its object among those of one kind, the first of which is given.
    pub fn among(self, first: u32) -> usize {
        place(self.object, first)
    }
}

/// The place of an object among those of one kind, the first of which is given.
pub fn place(object: Option<ObjectId>, first: u32) -> usize {
    object.expect("it is on an object").index() - first as usize
}

impl Program {
    /// The operations of each thread, from its first to its last.
    pub fn code(&self) -> Vec<Vec<Instruction>> {
        let others = 1..self.threads.len() as u32;
        let code = |(task, acts): (u32, &Vec<Act>)| {
            let mut code = vec![Instruction::new(Op::Begin, TASKS + task)];
            let (spawn, join, first) = match self.processes {
                true => (Op::ProcessSpawn, Op::ProcessWait, PROCESS),
                false => (Op::Spawn, Op::Join, TASKS),
            };
            let each = |op| {
                let others = others.clone();
                others.map(move |other| Instruction {
                    second: (op == Op::ProcessSpawn).then_some(ObjectId::new(TASKS + other)),
                    ..Instruction::new(op, first + other)
                })
            };
            if task == 0 {
                code.extend(each(spawn));
            }
            compile(acts, &mut code);
            match task {
                0 if self.joins => code.extend(each(join)),
                _ => {}
            }
            code.push(match task {
                0 => Instruction::new(Op::ProcessExit, PROCESS),
                _ if self.processes => Instruction::new(Op::ProcessExit, PROCESS + task),
                _ => Instruction::new(Op::End, TASKS + task),
            });
            code
        };
        (0..).zip(&self.threads).map(code).collect()
    }
}

fn compile(acts: &[Act], code: &mut Vec<Instruction>) {
    const NONE: Value = Value::Constant(0);
    const ONE: Value = Value::Constant(1);
    for act in acts {
        let one = match *act {
            Act::Load(atomic, order) => {
                Instruction::of(Op::AtomicLoad, ATOMICS + atomic, order, NONE)
            }
            Act::Await(atomic, order) => awaits(atomic, order),
            Act::AwaitNoting(atomic) => Instruction {
                notes: true,
                ..awaits(atomic, Order::SeqCst)
            },
            Act::AwaitBoth(one, other) => {
                code.push(awaits(one, Order::SeqCst));
                Instruction {
                    back: 1,
                    ..awaits(other, Order::SeqCst)
                }
            }
            Act::Spinlocked(atomic, spin, ref inside) => {
                acquire(atomic, spin, code);
                compile(inside, code);
                Instruction::of(Op::AtomicStore, ATOMICS + atomic, Order::SeqCst, NONE)
            }
            Act::Attempts(atomic, times) => Instruction {
                repeats: Repeats::AtMost(times),
                ..Instruction::of(Op::AtomicExchange, ATOMICS + atomic, Order::SeqCst, ONE)
            },
            Act::Acquire(atomic, order, weak) => Instruction {
                repeats: Repeats::UntilAcquired,
                weak,
                ..Instruction::of(Op::AtomicExchange, ATOMICS + atomic, order, ONE)
            },
            Act::TriedUntilLocked(mutex, ref inside) => {
                code.push(Instruction {
                    repeats: Repeats::UntilAcquired,
                    ..Instruction::new(Op::TryLock, MUTEXES + mutex)
                });
                compile(inside, code);
                Instruction::new(Op::Unlock, MUTEXES + mutex)
            }
            Act::Store(atomic, order, value) => {
                Instruction::of(Op::AtomicStore, ATOMICS + atomic, order, value)
            }
            Act::Add(atomic, order) => {
                Instruction::of(Op::AtomicUpdate, ATOMICS + atomic, order, ONE)
            }
            Act::Exchange(atomic, order, value) => {
                Instruction::of(Op::AtomicExchange, ATOMICS + atomic, order, value)
            }
            Act::Weak(atomic, order, value) => Instruction {
                weak: true,
                ..Instruction::of(Op::AtomicExchange, ATOMICS + atomic, order, value)
            },
            Act::Fence(order) => Instruction::alone(Op::Fence, order),
            Act::Read(place) => Instruction::new(Op::PlainRead, PLAIN + place),
            Act::Write(place, value) => {
                Instruction::of(Op::PlainWrite, PLAIN + place, Order::None, value)
            }
            Act::Locked(mutex, ref inside) => {
                locked((Op::Lock, Op::Unlock), MUTEXES + mutex, inside, code);
                continue;
            }
            Act::TryLocked(mutex, ref inside) => {
                locked((Op::TryLock, Op::Unlock), MUTEXES + mutex, inside, code);
                continue;
            }
            Act::FileLocked(file, ref inside) => {
                locked((Op::FileLock, Op::FileUnlock), FILES + file, inside, code);
                continue;
            }
            Act::FileTryLocked(file, ref inside) => {
                locked(
                    (Op::FileTryLock, Op::FileUnlock),
                    FILES + file,
                    inside,
                    code,
                );
                continue;
            }
            Act::Wait(condvar, mutex) => {
                for op in [Op::Wait, Op::Wake] {
                    code.push(Instruction {
                        second: Some(ObjectId::new(MUTEXES + mutex)),
                        ..Instruction::new(op, CONDVARS + condvar)
                    });
                }
                continue;
            }
            // The object of the first step is the thread.
            Act::Park => Instruction {
                object: code[0].object,
                ..Instruction::alone(Op::Park, Order::None)
            },
            Act::Unpark(task) => Instruction::new(Op::Unpark, TASKS + task),
            Act::NotifyOne(condvar) => Instruction::new(Op::NotifyOne, CONDVARS + condvar),
            Act::NotifyAll(condvar) => Instruction::new(Op::NotifyAll, CONDVARS + condvar),
            Act::Send(channel, value) => {
                Instruction::of(Op::Send, CHANNELS + channel, Order::None, value)
            }
            Act::Receive(channel) => Instruction::new(Op::Receive, CHANNELS + channel),
            Act::Yield => Instruction::alone(Op::Yield, Order::None),
        };
        code.push(one);
    }
}

fn locked((lock, unlock): (Op, Op), object: u32, inside: &[Act], code: &mut Vec<Instruction>) {
    let at = code.len();
    code.push(Instruction::new(lock, object));
    compile(inside, code);
    code.push(Instruction::new(unlock, object));
    code[at].skipped = code.len() - at - 1;
}

fn awaits(atomic: u32, order: Order) -> Instruction {
    Instruction {
        repeats: Repeats::WhileZero,
        ..Instruction::of(Op::AtomicLoad, ATOMICS + atomic, order, Value::Constant(0))
    }
}

fn acquire(atomic: u32, spin: Spin, code: &mut Vec<Instruction>) {
    let one = |op| Instruction {
        repeats: Repeats::UntilAcquired,
        ..Instruction::of(op, ATOMICS + atomic, Order::SeqCst, Value::Constant(1))
    };
    let yields = Instruction::alone(Op::Yield, Order::None);
    match spin {
        Spin::Swap => code.push(one(Op::AtomicUpdate)),
        Spin::Exchange => code.push(one(Op::AtomicExchange)),
        Spin::LoadFirst => {
            code.push(one(Op::AtomicLoad));
            code.push(Instruction {
                back: 1,
                ..one(Op::AtomicExchange)
            });
        }
        Spin::YieldFirst => {
            code.push(yields);
            code.push(Instruction {
                back: 1,
                ..one(Op::AtomicExchange)
            });
        }
        Spin::YieldAfter => code.push(Instruction {
            yields: true,
            ..one(Op::AtomicUpdate)
        }),
    }
}
