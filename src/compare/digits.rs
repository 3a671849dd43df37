//! Digits: short numbers packed four bits a digit, so that a slip of the pen is a few bits.

/// The digits of a text in their order, four bits each; nothing where anything else stands in it or
/// it has more than sixteen.
pub fn packed(text: impl Iterator<Item = u8>) -> Option<u64> {
    let mut word = 0;
    for (at, byte) in text.enumerate() {
        if !byte.is_ascii_digit() || at == 16 {
            return None;
        }
        word = word << 4 | u64::from(byte - b'0');
    }
    Some(word)
}

/// Whether two different words differ in one digit, or in two neighbours that changed places.
pub const fn one_slip(left: u64, right: u64) -> bool {
    let difference = left ^ right;
    let lowest = difference.trailing_zeros() / 4 * 4;
    let rest = difference >> lowest;
    if rest <= 0xf {
        return true;
    }
    let (left_two, right_two) = (left >> lowest & 0xff, right >> lowest & 0xff);
    rest <= 0xff && left_two == (right_two >> 4 | (right_two & 0xf) << 4)
}
