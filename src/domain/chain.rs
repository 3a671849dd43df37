//! Chains: lines that each hold the digest of the one before, so that none can be changed, taken out or
//! put in unnoticed. That the end was cut off shows only to who has kept the last digest.

use sm3::{Digest, Sm3};

use super::hexadecimal;

/// What the first line has for the digest of the one before.
pub const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The digest (SM3, GB/T 32905) of a line's text and of the one before, in hexadecimal.
pub fn link(before: &str, text: &str) -> String {
    let mut hasher = Sm3::new();
    hasher.update(before.as_bytes());
    hasher.update(b"\n");
    hasher.update(text.as_bytes());
    hexadecimal(&hasher.finalize())
}
