//~ PASSES
//! Blocks that are too large for the executor's own heap, so many that they fill every gap between what is mapped already:
//! none overlaps another one, nor does it once it has grown.

use std::ops::Range;

const MIB: usize = 1 << 20;

fn addresses(block: &Vec<u8>) -> Range<usize> {
    let start = block.as_ptr() as usize;
    start..start + block.capacity()
}

fn main() {
    let mut blocks: Vec<Vec<u8>> = (0..100).map(|_| Vec::with_capacity(MIB)).collect();
    while let Some(mut block) = blocks.pop() {
        block.reserve_exact(3 * MIB);
        let grown = addresses(&block);
        for other in blocks.iter().map(addresses) {
            assert!(grown.end <= other.start || other.end <= grown.start, "{grown:?} and {other:?}");
        }
    }
}
