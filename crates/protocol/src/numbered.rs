//! Enums whose variants are bytes, numbered from 0 without a gap.

/// An enum of plain variants that goes through pipes and shared memory as its number.
pub trait Numbered: Copy + 'static {
    /// All of them, in the order of their numbers.
    const ALL: &'static [Self];

    /// The number of the last one.
    const LAST: u8 = (Self::ALL.len() - 1) as u8;

    /// The variant of that number.
    fn of(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// Defines an enum that is [`Numbered`].
#[macro_export]
macro_rules! numbered {
    ($(#[$outer:meta])* $visibility:vis enum $name:ident {
        $($(#[$inner:meta])* $variant:ident),* $(,)?
    }) => {
        $(#[$outer])*
        #[repr(u8)]
        $visibility enum $name {
            $($(#[$inner])* $variant),*
        }

        impl $crate::Numbered for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Numbered;
    use crate::{Op, Order};

    #[test]
    fn each_variant_has_its_own_number_and_beyond_the_last_there_is_none() {
        for (number, op) in (0..).zip(Op::ALL) {
            assert_eq!((*op as u8, Op::of(number)), (number, Some(*op)));
        }
        assert_eq!(Op::of(Op::LAST + 1), None);
        assert_eq!(Order::of(Order::LAST), Some(Order::SeqCst));
    }
}
