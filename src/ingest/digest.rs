//! Digests of delivered files: SM3 (GB/T 32905), computed beside reading, and SHA-256, where a
//! manifest states it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};
use sm3::Sm3;

use crate::domain::hexadecimal;

const BLOCK_BYTES: usize = 1 << 18;

/// The digest of a file, being computed.
pub struct Digesting(Option<JoinHandle<io::Result<String>>>);

impl Digesting {
    pub fn start(path: &Path) -> Self {
        let path = path.to_owned();
        Self(Some(std::thread::spawn(move || digest_of::<Sm3>(&path))))
    }

    /// Waits for the digest, in hexadecimal; an error when the file cannot be read to its end.
    pub fn finish(&mut self) -> io::Result<String> {
        let thread =
            self.0.take().ok_or_else(|| io::Error::other("its digest was taken before"))?;
        thread.join().unwrap_or_else(|_| Err(io::Error::other("its digest broke off")))
    }
}

/// The SHA-256 digest of a file's bytes, in hexadecimal.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    digest_of::<Sha256>(path)
}

fn digest_of<D: Digest>(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = D::new();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(hexadecimal(&digest.finalize()));
        }
        digest.update(&block[..read]);
    }
}
