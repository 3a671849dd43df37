//! Digests: the SM3 digest (GB/T 32905) of a delivered file, computed beside reading it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::thread::JoinHandle;

use sm3::{Digest, Sm3};

use crate::domain::hexadecimal;

const BLOCK_BYTES: usize = 1 << 18;

/// The digest of a file, being computed.
pub struct Digesting(Option<JoinHandle<io::Result<String>>>);

impl Digesting {
    pub fn start(path: &Path) -> Self {
        let path = path.to_owned();
        Self(Some(std::thread::spawn(move || digest_of(&path))))
    }

    /// Waits for the digest, in hexadecimal; `None` when the file cannot be read to its end.
    pub fn finish(&mut self) -> Option<String> {
        self.0.take()?.join().ok()?.ok()
    }
}

/// The digest of a file's bytes, in hexadecimal.
pub fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sm3::new();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(hexadecimal(&digest.finalize()));
        }
        digest.update(&block[..read]);
    }
}
